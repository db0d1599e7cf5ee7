"""Screens of the messaging app, by topic."""

from __future__ import annotations

from openphone_gym.phone.apps.messages.screens import chats, conversation, settings

SCREENS = (
    chats.home,
    chats.overflow,
    chats.folder,
    chats.chat_menu,
    chats.delete,
    chats.search,
    chats.new_chat,
    conversation.compose,
    conversation.message_menu,
    conversation.attach,
    settings.settings,
)

ACTIONS = (chats.move,)
