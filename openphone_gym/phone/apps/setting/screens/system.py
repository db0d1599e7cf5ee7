"""System: languages, speech, gestures, updates, developer options, reset."""

from __future__ import annotations

from openphone_gym.phone.apps.setting.facts import ENGINE, TTS_LOCALE
from openphone_gym.phone.apps.setting.languages import ENGLISH_NAMES, LOCALES, NAMES, SPEECH
from openphone_gym.phone.apps.setting.screens.choices import choice_row
from openphone_gym.phone.apps.setting.screens.features import feature_row
from openphone_gym.phone.apps.setting.screens.parts import link, main_switch, note, page
from openphone_gym.phone.apps.setting.state import Setting
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.binding import Binding
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Icon, Row, Stack, Text
from openphone_gym.phone.toolkit.controls import IconButton, TextButton
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.long_list import LongList
from openphone_gym.phone.toolkit.rows import ListRow, RadioRow, Section, SliderRow, SwitchRow
from openphone_gym.phone.toolkit.surfaces import Confirm, Dialog, Menu
from openphone_gym.phone.toolkit.theme import BODY_LARGE


def system(state: Setting, nav: Nav) -> Box:
    """System."""
    developer = nav.flag("global", "development_settings_enabled").get()
    return page(
        nav,
        "System",
        link(nav, "Languages & input", "languages_input", "Languages, keyboard, speech"),
        link(nav, "Gestures", "gestures"),
        link(nav, "Date & time", "date_time", _clock_summary(nav)),
        feature_row(state, nav, "backup"),
        link(nav, "System update", "system_update", f"Updated to Android {_version(nav)}"),
        link(nav, "Multiple users", "users", "Signed in as Owner"),
        link(nav, "Developer options", "developer") if developer else None,
        link(nav, "Reset options", "reset_options"),
    )


def _clock_summary(nav: Nav) -> str:
    offset = f"{nav.now:%z}"
    return f"GMT{offset[:3]}:{offset[3:]}"


def _version(nav: Nav) -> str:
    return nav.system.properties["ro.build.version.release"]


# Languages


def _locales(nav: Nav) -> list[str]:
    return [tag for tag in nav.setting("system", "system_locales").split(",") if tag]


def _put_locales(nav: Nav, tags: list[str]) -> None:
    nav.put("system", "system_locales", ",".join(tags))


def name_of(tag: str) -> str:
    """Full name of a locale in its own language; one not in the list goes by its tag."""
    return NAMES.get(tag, tag)


def languages_input(state: Setting, nav: Nav) -> Box:
    """Languages & input."""
    return page(
        nav,
        "Languages & input",
        link(nav, "Languages", "languages", ", ".join(map(name_of, _locales(nav)))),
        Section("Keyboards"),
        link(nav, "On-screen keyboard", "keyboards", "Gboard"),
        link(nav, "Physical keyboard", "physical_keyboard", "Not connected"),
        Section("Tools"),
        feature_row(state, nav, "spell_checker"),
        choice_row(state, nav, "pointer_speed"),
        link(nav, "Text-to-speech output", "speech"),
        Section("Regional preferences"),
        choice_row(state, nav, "temperature"),
        choice_row(state, nav, "first_day"),
    )


def languages(state: Setting, nav: Nav) -> Box:
    """Languages of the phone in the order of preference."""
    tags = _locales(nav)
    more = IconButton("dots-vertical", "More options", nav.to("languages_menu")) if len(tags) > 1 else None
    return page(
        nav,
        "Languages",
        *(_language_row(nav, tag, number, len(tags) > 1) for number, tag in enumerate(tags, 1)),
        ListRow("Add a language", "", nav.to("add_language"), icon="plus", id="add_language"),
        note("Apps use the first supported language of this list."),
        actions=[more] if more is not None else (),
    )


def _language_row(nav: Nav, tag: str, number: int, movable: bool) -> Box:
    name = Text(name_of(tag), BODY_LARGE, id="label", max_lines=2)
    place = Text(str(number), BODY_LARGE, color="on_surface_variant", id="miniLabel")
    open_menu = nav.to("language_menu", tag=tag) if movable else None
    handle = Icon("drag-horizontal-variant") if movable else None
    # The number stands before the name but comes after it in the tree, as in Android's own list.
    return Stack(
        Row(Row(name, flex=1, pad=(40, 0, 0, 0)), handle, width=FILL, height=56),
        Row(place, height=56),
        cls="android.widget.RelativeLayout",
        on_long=open_menu,
        on_tap=open_menu,
        width=FILL,
        height=56,
        pad=(24, 0, 24, 0),
    )


def language_menu(state: Setting, nav: Nav, tag: str) -> Box:
    """What can be done with a language of the list."""
    tags = _locales(nav)
    place = tags.index(tag) if tag in tags else 0

    def move(to: int) -> None:
        rest = [other for other in tags if other != tag]
        _put_locales(nav, [*rest[:to], tag, *rest[to:]])
        nav.back()

    return Menu(
        [
            ("Move up", lambda: move(place - 1)) if place > 0 else None,
            ("Move down", lambda: move(place + 1)) if place < len(tags) - 1 else None,
            ("Move to top", lambda: move(0)) if place > 1 else None,
            ("Move to bottom", lambda: move(len(tags))) if place < len(tags) - 2 else None,
            ("Remove", _removing(nav, tag)),
        ],
        beside=nav.entry.anchor,
    )


def languages_menu(state: Setting, nav: Nav) -> Box:
    """Languages that can be removed."""
    items = [(f"Remove {name_of(tag)}", _removing(nav, tag)) for tag in _locales(nav)]
    return Menu(items, beside=nav.entry.anchor)


def _removing(nav: Nav, tag: str) -> Handler:
    return lambda: nav.replace("remove_language", tag=tag)


def remove_language(state: Setting, nav: Nav, tag: str) -> Box:
    """Asks before a language is taken from the list."""

    def remove() -> None:
        _put_locales(nav, [other for other in _locales(nav) if other != tag])
        nav.back()

    text = "Text will be displayed in another language."
    return Confirm("Remove selected language?", text, "Remove", remove, nav.back)


def add_language(state: Setting, nav: Nav) -> Box:
    """Languages to add."""
    query = nav.bind("query")
    wanted = query.get().strip().lower()
    present = set(_locales(nav))

    def matches(language: str) -> bool:
        return wanted in language.lower() or wanted in ENGLISH_NAMES.get(language, "").lower()

    def row(language: str) -> Box:
        if len(LOCALES[language]) > 1:
            return ListRow(language, "", nav.to("add_region", language=language))
        (tag,) = LOCALES[language]
        return ListRow(name_of(tag), "", _adding(nav, tag))

    found = [name for name in LOCALES if matches(name) and set(LOCALES[name]) - present]
    search = TextField(query, "Type language name", id="search_src_text", variant="filled", action="search")
    return page(
        nav,
        "Add a language",
        Row(search, width=FILL, pad=(16, 0, 16, 8)),
        *([Section("All languages"), LongList(found, row)] if found else [note("No matching languages")]),
    )


def add_region(state: Setting, nav: Nav, language: str) -> Box:
    """Regions of a language."""
    present = _locales(nav)
    free = [tag for tag in LOCALES[language] if tag not in present]
    return page(
        nav, language, Section("All regions"), *(ListRow(name_of(tag), "", _adding(nav, tag)) for tag in free)
    )


def _adding(nav: Nav, tag: str) -> Handler:
    """A handler that puts a locale at the end of the list and shows the list."""

    def add() -> None:
        _put_locales(nav, [*_locales(nav), tag])
        nav.unfocus()
        nav.back_to("languages")

    return add


# Keyboards


def keyboards(state: Setting, nav: Nav) -> Box:
    """On-screen keyboards."""
    return page(
        nav,
        "On-screen keyboard",
        link(nav, "Gboard", "gboard", "Multilingual typing"),
        SwitchRow("Google Voice Typing", nav.flag("secure", "voice_typing_enabled", "1"), "Automatic"),
    )


def gboard(state: Setting, nav: Nav) -> Box:
    """Settings of the keyboard."""
    return page(
        nav,
        "Gboard",
        SwitchRow("Auto-correction", nav.flag("secure", "gboard_auto_correction", "1")),
        SwitchRow("Auto-capitalization", nav.flag("secure", "gboard_auto_capitalization", "1")),
        SwitchRow("Show suggestion strip", nav.flag("secure", "gboard_suggestions", "1")),
        SwitchRow("Sound on keypress", nav.flag("secure", "gboard_sound")),
        SwitchRow("Glide typing", nav.flag("secure", "gboard_glide", "1")),
    )


def physical_keyboard(state: Setting, nav: Nav) -> Box:
    """Physical keyboards."""
    return page(
        nav,
        "Physical keyboard",
        SwitchRow(
            "Use on-screen keyboard",
            nav.flag("secure", "show_ime_with_hard_keyboard", "1"),
            "Keep it on screen while physical keyboard is active",
        ),
    )


# Text-to-speech


def _speech_locale(nav: Nav) -> str:
    return nav.setting("secure", TTS_LOCALE).rpartition(":")[2]


def _speed(nav: Nav, key: str) -> Binding:
    """A rate in percent as a step of a slider from 25 to 400 percent."""
    return Binding(
        lambda: (int(nav.setting("secure", key, "100")) - 25) // 15,
        lambda step: nav.put("secure", key, str(25 + 15 * step)),
    )


def speech(state: Setting, nav: Nav) -> Box:
    """Text-to-speech output."""

    def reset() -> None:
        nav.put("secure", "tts_default_rate", "100")
        nav.put("secure", "tts_default_pitch", "100")

    language = SPEECH.get(_speech_locale(nav), _speech_locale(nav))
    return page(
        nav,
        "Text-to-speech output",
        ListRow("Preferred engine", "Speech Recognition and Synthesis from Google", nav.to("speech_engine")),
        link(nav, "Language", "speech_language", language),
        SliderRow("Speech rate", _speed(nav, "tts_default_rate"), 25),
        SliderRow("Pitch", _speed(nav, "tts_default_pitch"), 25),
        Row(
            TextButton("Reset", reset, id="button_reset"),
            TextButton("Play", lambda: nav.toast("This is an example of speech synthesis"), id="button_play"),
            width=FILL,
            justify="between",
            pad=(12, 8, 12, 8),
        ),
    )


def speech_engine(state: Setting, nav: Nav) -> Box:
    """The engine that speaks."""
    return page(
        nav,
        "Preferred engine",
        RadioRow("Speech Recognition and Synthesis from Google", True, nav.back),
    )


def speech_language(state: Setting, nav: Nav) -> Box:
    """Dialog for the language of the speech output."""
    present = _speech_locale(nav)

    def choosing(locale: str) -> Handler:
        def choose() -> None:
            nav.put("secure", TTS_LOCALE, f"{ENGINE}:{locale}" if locale else "")
            nav.back()

        return choose

    rows = (RadioRow(name, locale == present, choosing(locale)) for locale, name in SPEECH.items())
    return Dialog("Language", *rows, buttons=[TextButton("Cancel", nav.back, id="button2")])


# Gestures, updates, users


def gestures(state: Setting, nav: Nav) -> Box:
    """Gestures."""
    names = ("quick_tap", "quick_camera", "flip_camera")
    more = ("tap_to_check", "lift_to_check", "one_handed")
    return page(
        nav,
        "Gestures",
        *(feature_row(state, nav, name) for name in names),
        choice_row(state, nav, "navigation"),
        *(feature_row(state, nav, name) for name in more),
        choice_row(state, nav, "power_menu"),
        feature_row(state, nav, "prevent_ringing"),
    )


def system_update(state: Setting, nav: Nav) -> Box:
    """Whether there is a newer system."""
    return page(
        nav,
        "System update",
        ListRow("Your system is up to date", f"Android version: {_version(nav)}", icon="check"),
        ListRow("Android security update", nav.system.properties["ro.build.version.security_patch"]),
        ListRow("Check for update", "", lambda: nav.toast("Your system is up to date")),
    )


def users(state: Setting, nav: Nav) -> Box:
    """Users of the phone."""
    on = nav.flag("global", "user_switcher_enabled")
    return page(
        nav,
        "Multiple users",
        main_switch("Allow multiple users", on),
        ListRow("You (Owner)", "Admin", icon="account-circle-outline"),
        ListRow("Guest", "Not set up", lambda: nav.toast("Can’t add any more users"), icon="account-outline")
        if on.get()
        else None,
    )


def developer(state: Setting, nav: Nav) -> Box:
    """Developer options, shown after seven touches of the build number."""
    return page(
        nav,
        "Developer options",
        main_switch("Use developer options", nav.flag("global", "development_settings_enabled")),
        SwitchRow(
            "Stay awake",
            nav.flag("global", "stay_on_while_plugged_in"),
            "Screen will never sleep while charging",
        ),
        SwitchRow("USB debugging", nav.flag("global", "adb_enabled"), "Debug mode when USB is connected"),
        SwitchRow("Show taps", nav.flag("system", "show_touches"), "Show visual feedback for taps"),
        SwitchRow("Pointer location", nav.flag("system", "pointer_location")),
        SwitchRow("Force allow apps on external", nav.flag("global", "force_allow_on_external")),
    )


# Reset


def reset_options(state: Setting, nav: Nav) -> Box:
    """Reset options; nothing happens before a dialog is confirmed."""
    return page(
        nav,
        "Reset options",
        link(nav, "Reset Wi‑Fi, mobile & Bluetooth", "reset_network"),
        link(nav, "Reset app preferences", "reset_apps"),
        link(nav, "Erase all data (factory reset)", "factory_reset"),
    )


def reset_network(state: Setting, nav: Nav) -> Box:
    """Asks before all networks and paired devices are forgotten."""

    def reset() -> None:
        table = nav.system.settings["global"]
        table.update(airplane_mode_on="0", wifi_on="1", bluetooth_on="1", mobile_data="1", data_roaming="0")
        home = nav.world.networks[0].name
        for network in state.wifi.networks:
            network.saved = network.name == home
        state.wifi.connected = home
        for device in state.bluetooth:
            device.paired = device.connected = False
        nav.back()
        nav.toast("Network settings have been reset")

    text = "This resets Wi‑Fi, mobile data and Bluetooth settings. This action can’t be undone."
    return Confirm("Reset all network settings?", text, "Reset settings", reset, nav.back)


def reset_apps(state: Setting, nav: Nav) -> Box:
    """Asks before apps are enabled again and may notify again."""

    def reset() -> None:
        for package in nav.system.packages.values():
            package.enabled = package.notifications = True
        state.unrestricted_data.clear()
        nav.back()

    text = (
        "This resets disabled apps, disabled app notifications and background data restrictions. "
        "You will not lose any app data."
    )
    return Confirm("Reset app preferences?", text, "Reset apps", reset, nav.back)


def factory_reset(state: Setting, nav: Nav) -> Box:
    """What a factory reset would erase."""
    return page(
        nav,
        "Erase all data (factory reset)",
        note(
            "This will erase all data from your phone’s internal storage, including accounts, "
            "settings, downloaded apps, music, photos and other user data."
        ),
        Column(
            TextButton("Erase all data", nav.to("confirm_erase"), fill="primary_container"),
            pad=(24, 8, 24, 8),
        ),
    )


def confirm_erase(state: Setting, nav: Nav) -> Box:
    """The last question; a phone without battery enough refuses, and so does this one."""

    def refuse() -> None:
        nav.back()
        nav.toast("Plug in your charger to erase all data")

    text = "All of your personal information and downloaded apps will be deleted. You can’t undo this action."
    return Confirm("Erase all data?", text, "Erase all data", refuse, nav.back)


SCREENS = [
    system,
    languages_input,
    languages,
    language_menu,
    languages_menu,
    remove_language,
    add_language,
    add_region,
    keyboards,
    gboard,
    physical_keyboard,
    speech,
    speech_engine,
    speech_language,
    gestures,
    system_update,
    users,
    developer,
    reset_options,
    reset_network,
    reset_apps,
    factory_reset,
    confirm_erase,
]
