"""Screens of Contacts."""

from __future__ import annotations

from openphone_gym.phone.apps.contacts.screens import editor, home, labels, organize, person, settings

SCREENS = (
    home.home,
    home.search,
    home.drawer,
    home.delete_people,
    home.add_favorites,
    person.person,
    person.overflow,
    person.choose_phone,
    person.choose_email,
    person.delete_person,
    person.ringtone,
    person.change_labels,
    editor.choose_person,
    editor.editor,
    editor.entry_label,
    editor.custom_label,
    editor.event_date,
    editor.discard,
    labels.create_label,
    labels.label,
    labels.label_menu,
    labels.rename_label,
    labels.delete_label,
    labels.add_members,
    organize.merge,
    organize.import_file,
    organize.export_file,
    organize.blocked,
    organize.block_number,
    organize.unblock,
    settings.settings,
    settings.choice,
)

ACTIONS = (editor.create, home.show_people)
