"""Google Messages: conversations by text message."""

from __future__ import annotations

from openphone_gym.phone.app import EVERY_PAGE, App
from openphone_gym.phone.apps.messages.seed import seed
from openphone_gym.phone.apps.messages.state import Messages
from openphone_gym.phone.apps.messages.writing import receive, store, write

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
        screens="openphone_gym.phone.apps.messages.screens",
        ephemeral=["last_id"],
        aliases=["messaging", "text messages"],
        actions=[receive, store, write],
        shares=["texts"],
        version="13",
        megabytes=85,
        system=True,
        permissions={"SMS": True, "Contacts": True, "Camera": False},
        roles=["sms"],
        private={"contacts": EVERY_PAGE, "mails": EVERY_PAGE, "numbers": EVERY_PAGE},
        dock=2,
        opens={"sms": "write", "share": "new_chat", "incoming_text": "receive"},
    )
]
