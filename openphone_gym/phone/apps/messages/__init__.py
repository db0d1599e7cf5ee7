"""Google Messages: conversations by text message."""

from __future__ import annotations

from openphone_gym.phone.app import App
from openphone_gym.phone.apps.messages.screens import chats, conversation, settings
from openphone_gym.phone.apps.messages.seed import seed
from openphone_gym.phone.apps.messages.state import Messages

APPS = [
    App(
        id="messages",
        package="com.google.android.apps.messaging",
        activity="com.google.android.apps.messaging.ui.ConversationListActivity",
        label="Messages",
        icon="message-text",
        color=0xFF1A73E8,
        state=Messages,
        seed=seed,
        screens=[
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
        ],
        actions=[chats.move],
        ephemeral=["last_id"],
        aliases=["messaging", "text messages"],
    )
]
