"""Settings of somebody who is not signed in."""

from __future__ import annotations

from openphone_gym.phone.apps.zoom.state import (
    AUDIO_CHOICES,
    BACKGROUND_CHOICES,
    CALL_ME,
    SKIN_TONES,
    Zoom,
)
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.binding import bind
from openphone_gym.phone.toolkit.box import Box, Column, Handler, Icon, Row, Text
from openphone_gym.phone.toolkit.controls import TextButton
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.rows import ListRow, RadioRow, RadioRows, Section, SwitchRow
from openphone_gym.phone.toolkit.surfaces import AppBar, Dialog, Page
from openphone_gym.phone.toolkit.theme import BODY_MEDIUM

VERSION = "5.17.11 (20383)"

SKIN_COLORS: dict[str, int] = dict(
    zip(SKIN_TONES, (0xFFFFC83D, 0xFFF7D7C4, 0xFFD8B094, 0xFFBB9167, 0xFF8E562E, 0xFF613D30), strict=True)
)

PAGES = (
    ("Meetings", "video-outline", "meetings"),
    ("Contacts", "account-box-outline", "contacts"),
    ("Team Chat", "chat-outline", "team_chat"),
    ("General", "cog-outline", "general"),
    ("Accessibility", "human", "accessibility"),
    ("About", "information-outline", "about"),
)
"""Label, icon and screen."""


def settings(zoom: Zoom, nav: Nav) -> Box:
    """Groups of settings."""
    rows = (
        ListRow(label, on_tap=nav.to(screen), icon=icon, trailing=_more()) for label, icon, screen in PAGES
    )
    return Page(AppBar("Settings", nav.back), *rows)


def _more() -> Box:
    return Icon("chevron-right", size=20)


def meetings(zoom: Zoom, nav: Nav) -> Box:
    """Settings > Meetings."""
    values = zoom.settings
    return Page(
        AppBar("Meetings", nav.back),
        Section("Audio"),
        ListRow(
            "Auto-connect to audio", values.auto_connect_to_audio, nav.to("audio_choice"), trailing=_more()
        ),
        SwitchRow("Mute my microphone", bind(values, "mute_microphone")),
        SwitchRow("Use original sound", bind(values, "original_sound")),
        Section("Video"),
        SwitchRow("Turn off my video", bind(values, "turn_off_video")),
        SwitchRow("Mirror my video", bind(values, "mirror_video")),
        ListRow(
            "Keep virtual background for",
            values.virtual_background,
            nav.to("background_choice"),
            trailing=_more(),
        ),
        SwitchRow("Gallery view", bind(values, "gallery_view"), "Show everybody in a grid"),
        SwitchRow("Show non-video participants", bind(values, "show_non_video")),
        Section("General"),
        SwitchRow("Show name when participants join", bind(values, "show_name")),
        SwitchRow("Always show meeting controls", bind(values, "always_show_controls")),
        SwitchRow("Show my connected time", bind(values, "show_connected_time")),
        SwitchRow("Closed captions", bind(values, "closed_captions")),
        SwitchRow("Safe driving mode", bind(values, "safe_driving_mode")),
        SwitchRow("Ask to confirm when leaving a meeting", bind(values, "confirm_leaving")),
        Section("Reactions"),
        ListRow("Reaction skin tone", values.reaction_skin_tone, nav.to("skin_tone"), trailing=_more()),
        SwitchRow("Animated reactions", bind(values, "animated_reactions")),
    )


def audio_choice(zoom: Zoom, nav: Nav) -> Box:
    """How a meeting's sound is connected."""
    audio = bind(zoom.settings, "auto_connect_to_audio")

    def choosing(choice: str) -> Handler:
        def choose() -> None:
            if choice == CALL_ME:
                nav.replace("audio_number")
            else:
                audio.set(choice)
                nav.back()

        return choose

    rows = [RadioRow(_offered(choice), audio.get() == choice, choosing(choice)) for choice in AUDIO_CHOICES]
    return Dialog("Auto-connect to audio", *rows, buttons=[TextButton("Cancel", nav.back, id="button2")])


def audio_number(zoom: Zoom, nav: Nav) -> Box:
    """Asks for the number that Zoom shall call."""
    number = nav.bind("number", zoom.settings.phone_number)

    def accept() -> None:
        zoom.settings.phone_number = number.get()
        zoom.settings.auto_connect_to_audio = CALL_ME
        nav.unfocus()
        nav.back()

    return Dialog(
        CALL_ME,
        Column(TextField(number, "Phone number", id="edtNumber", ime="phone"), pad=(24, 0, 24, 0)),
        buttons=[
            TextButton("Cancel", nav.back, id="button2"),
            TextButton("OK", accept, id="button1", enabled=bool(number.get())),
        ],
    )


def _offered(choice: str) -> str:
    return f"{choice}…" if choice == CALL_ME else choice


def background_choice(zoom: Zoom, nav: Nav) -> Box:
    """For which meetings a virtual background is kept."""
    rows = RadioRows(BACKGROUND_CHOICES, bind(zoom.settings, "virtual_background"), nav.back)
    cancel = TextButton("Cancel", nav.back, id="button2")
    return Dialog("Keep virtual background for", *rows, buttons=[cancel])


def skin_tone(zoom: Zoom, nav: Nav) -> Box:
    """The colour of raised hands and thumbs."""
    tone = bind(zoom.settings, "reaction_skin_tone")

    def row(name: str) -> Box:
        mark = Icon("check", color="primary", desc="Selected") if tone.get() == name else None
        hand = Icon("hand-back-left", color=SKIN_COLORS[name])
        return ListRow(
            name, on_tap=tone.setting(name), leading=hand, trailing=mark, selected=mark is not None
        )

    return Page(AppBar("Reaction skin tone", nav.back), *(row(name) for name in SKIN_TONES))


def contacts(zoom: Zoom, nav: Nav) -> Box:
    """Settings > Contacts."""
    values = zoom.app_settings
    return Page(
        AppBar("Contacts", nav.back),
        SwitchRow(
            "Match phone contacts", bind(values, "match_phone_contacts"), "Find people you know on Zoom"
        ),
        SwitchRow("Contact requests", bind(values, "contact_requests"), "Notify me of new requests"),
        _sign_in_row(nav, "External contacts"),
    )


def team_chat(zoom: Zoom, nav: Nav) -> Box:
    """Settings > Team Chat."""
    values = zoom.app_settings
    return Page(
        AppBar("Team Chat", nav.back),
        SwitchRow("Link preview", bind(values, "link_preview")),
        SwitchRow("Keep unread messages on top", bind(values, "unread_on_top")),
        SwitchRow("Vibrate for new messages", bind(values, "chat_vibration")),
        _sign_in_row(nav, "Blocked people"),
    )


def general(zoom: Zoom, nav: Nav) -> Box:
    """Settings > General."""
    values = zoom.app_settings
    return Page(
        AppBar("General", nav.back),
        SwitchRow("Picture in picture", bind(values, "picture_in_picture")),
        SwitchRow("Save mobile data", bind(values, "bandwidth_saver"), "Lower video quality without Wi‑Fi"),
        SwitchRow("Send crash reports", bind(values, "crash_reports")),
        ListRow("Ringtone", "Default", lambda: nav.snackbar("Sign in to choose a ringtone")),
    )


def accessibility(zoom: Zoom, nav: Nav) -> Box:
    """Settings > Accessibility."""
    values = zoom.app_settings
    return Page(
        AppBar("Accessibility", nav.back),
        SwitchRow("Large captions", bind(values, "large_captions")),
        SwitchRow("Reduce motion", bind(values, "reduce_motion")),
        SwitchRow("Keyboard shortcuts", bind(values, "hardware_keyboard")),
    )


def about(zoom: Zoom, nav: Nav) -> Box:
    """Settings > About."""
    return Page(
        AppBar("About", nav.back),
        ListRow("Version", VERSION, lambda: nav.toast("You are up to date")),
        ListRow("Send feedback", on_tap=lambda: nav.snackbar("Sign in to send feedback")),
        ListRow(
            "Privacy policy",
            on_tap=nav.sending("link", url="https://zoom.us/privacy"),
        ),
        ListRow("Open source software", on_tap=nav.to("licences")),
    )


def licences(zoom: Zoom, nav: Nav) -> Box:
    """What Zoom is made of."""
    words = Text(
        "This app uses software under open source licences.", BODY_MEDIUM, color="on_surface_variant"
    )
    return Page(AppBar("Open source software", nav.back), Row(words, pad=(24, 8, 24, 8)))


def _sign_in_row(nav: Nav, title: str) -> Box:
    return ListRow(title, "Sign in to use this", nav.to("sign_in"), trailing=_more())
