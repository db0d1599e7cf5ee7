"""Google Contacts: people with their numbers, addresses, birthdays and labels."""

from __future__ import annotations

from openphone_gym.phone.app import App
from openphone_gym.phone.apps.contacts.screens import SCREENS, editor
from openphone_gym.phone.apps.contacts.seed import seed
from openphone_gym.phone.apps.contacts.state import Contacts

APPS = [
    App(
        id="contacts",
        package="com.google.android.contacts",
        activity="com.android.contacts.activities.PeopleActivity",
        label="Contacts",
        icon="account",
        color=0xFF1A73E8,
        state=Contacts,
        seed=seed,
        screens=SCREENS,
        actions=[editor.create],
        ephemeral=["draft", "tab", "last_id"],
    )
]
