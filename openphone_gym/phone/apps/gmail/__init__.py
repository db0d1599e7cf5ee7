"""Gmail: the user's mail. Nothing that is sent ever leaves the phone."""

from __future__ import annotations

from openphone_gym.phone.app import EVERY_PAGE, App, chosen_theme
from openphone_gym.phone.apps.gmail import drafting, moving
from openphone_gym.phone.apps.gmail.seed import seed
from openphone_gym.phone.apps.gmail.state import Gmail

APPS = [
    App(
        id="gmail",
        package="com.google.android.gm",
        activity="com.google.android.gm.ConversationListActivityGmail",
        label="Gmail",
        icon="email",
        color=0xFFD93025,
        state=Gmail,
        seed=seed,
        screens="openphone_gym.phone.apps.gmail.screens",
        theme=lambda state: chosen_theme(state.settings.theme),
        actions=[
            drafting.write,
            drafting.share,
            drafting.send_due,
            drafting.take_back,
            moving.undo,
            moving.wake,
        ],
        ephemeral=["draft", "unread", "searches", "last_id"],
        aliases=["Google Mail", "Mail", "email"],
        version="2024.04.21",
        megabytes=128,
        system=True,
        permissions={"Contacts": True, "Notifications": True, "Calendar": False, "Camera": False},
        private={"contacts": EVERY_PAGE, "mails": EVERY_PAGE},
        opens={"mail": "write", "share": "share"},
        nuisances=["smart_features", "rate"],
        account="Google",
    )
]
