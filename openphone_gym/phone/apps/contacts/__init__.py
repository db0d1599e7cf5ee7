"""Google Contacts: people with their numbers, addresses, birthdays and labels."""

from __future__ import annotations

from openphone_gym.phone.app import EVERY_PAGE, App
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
        screens="openphone_gym.phone.apps.contacts.screens",
        ephemeral=["draft", "tab", "last_id"],
        shares=["people"],
        version="4.28",
        megabytes=42,
        system=True,
        permissions={"Contacts": True, "Phone": True, "Location": False, "Notifications": True},
        notification_access=True,
        private={"contacts": EVERY_PAGE, "mails": EVERY_PAGE, "numbers": EVERY_PAGE},
        opens={
            "people": "show_people",
            "contact": "create",
            "android.intent.action.INSERT_OR_EDIT": "choose_person",
        },
    )
]
