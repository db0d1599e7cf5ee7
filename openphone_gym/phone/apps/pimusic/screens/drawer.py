"""The side menu and the pages behind it that only tell or offer something."""

from __future__ import annotations

from openphone_gym.phone.apps.pimusic.screens.parts import offline
from openphone_gym.phone.apps.pimusic.state import PiMusic
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Icon, Label, Row, Text
from openphone_gym.phone.toolkit.controls import Button, IconButton, OutlinedButton, TextButton
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.rows import Card, Divider, ListRow, Section
from openphone_gym.phone.toolkit.surfaces import AppBar, Dialog, Drawer, Message, Page
from openphone_gym.phone.toolkit.theme import (
    BODY_LARGE,
    BODY_MEDIUM,
    HEADLINE_MEDIUM,
    HEADLINE_SMALL,
    TITLE_LARGE,
)

VERSION = "3.1.5"

GUIDE = (
    ("How do I make a playlist?", "Open PLAYLISTS, touch +, type a name and touch Create."),
    (
        "How do I change the order of my songs?",
        "Touch the sort icon above the list. Each list keeps its order.",
    ),
    ("Where is the list of what is played?", "Swipe up on Now Playing."),
    ("How do I stop the music after a while?", "Set the Sleep Timer in the side menu."),
    ("A song is missing.", "Look in Settings whether short files are left out."),
)
"""Questions and answers of the user guide."""

OFFERS = (
    ("Remove Ads", "No advertisements any more"),
    ("Premium Themes", "Twelve more looks"),
    ("Pi Music Player PRO", "All of it, for good"),
)
"""What the store offers."""


def drawer(music: PiMusic, nav: Nav) -> Box:
    """The side menu."""

    def opening(screen: str) -> Handler:
        return lambda: nav.replace(screen)

    def row(title: str, icon: str, on_tap: Handler) -> Box:
        return ListRow(title, on_tap=on_tap, icon=icon, pad=(24, 11, 24, 11))

    def invite() -> None:
        nav.back()
        nav.send("share", text="I listen to my music with Pi Music Player.")

    head = Row(
        Row(
            Label("π", TITLE_LARGE, color=0xFFFFFFFF),
            width=44,
            height=44,
            radius=22,
            fill="primary",
            justify="center",
        ),
        Text("Pi Music Player", TITLE_LARGE),
        gap=16,
        pad=(24, 24, 24, 16),
    )
    return Drawer(
        "",
        head,
        row("Video Player", "video-outline", opening("video_player")),
        Section("Customizations"),
        row("Themes", "palette-outline", opening("themes")),
        row("Settings", "cog-outline", opening("settings")),
        row("Store", "store-outline", opening("store")),
        Section("Features"),
        row("Equalizer", "equalizer", opening("equalizer")),
        row("Ringtone Cutter", "content-cut", opening("cutter")),
        row("Smart Playlists", "playlist-star", opening("smart_playlists")),
        row("AudioBook and Podcast", "book-music-outline", opening("audiobooks")),
        row("Sleep Timer", "timer-outline", opening("sleep_timer")),
        row("Pi Power Share", "access-point", opening("power_share")),
        Section("Help"),
        row("Send Feedback", "email-outline", opening("feedback")),
        row("User Guide", "book-open-outline", opening("guide")),
        row("About", "information-outline", opening("about")),
        row("Invite Friends", "account-plus-outline", invite),
        row("Follow Us", "thumb-up-outline", offline(nav)),
        row("Info", "help-circle-outline", opening("info")),
        row("Rate this App", "star-outline", opening("rate")),
    )


def _told(title: str, icon: str, heading: str, text: str, nav: Nav, button: Box | None = None) -> Page:
    return Page(
        AppBar(title, nav.back),
        Column(
            Icon(icon, size=72, color="primary"),
            Text(heading, HEADLINE_SMALL, text_align="center"),
            Text(text, BODY_LARGE, color="on_surface_variant", text_align="center"),
            button,
            align="center",
            gap=16,
            pad=(32, 72, 32, 32),
        ),
    )


def video_player(music: PiMusic, nav: Nav) -> Page:
    """Where videos would be."""
    return _told(
        "Video Player", "video-off-outline", "No videos found", "Videos on your phone appear here.", nav
    )


def audiobooks(music: PiMusic, nav: Nav) -> Page:
    """Where spoken files would be."""
    text = "Files in the folders Audiobooks and Podcasts appear here."
    return _told("AudioBook and Podcast", "book-music-outline", "Nothing here yet", text, nav)


def power_share(music: PiMusic, nav: Nav) -> Page:
    """Sending songs to a phone near by."""

    def look() -> None:
        nav.toast("No devices found nearby.")

    buttons = Row(
        Button("Send", look, icon="upload"), OutlinedButton("Receive", look, icon="download"), gap=16
    )
    text = "Send tracks to a phone nearby without using mobile data."
    return _told("Pi Power Share", "access-point", "Share your music", text, nav, buttons)


def smart_playlists(music: PiMusic, nav: Nav) -> Page:
    """The playlists that fill themselves."""
    told = {
        "Recently Added": "The last tracks that came to the phone",
        "Most Played": "What you hear most often",
        "Recently Played": "What you heard last",
        "Pi Favourites": "Tracks with a heart",
    }
    return Page(
        AppBar("Smart Playlists", nav.back),
        *(
            ListRow(name, text, nav.to("automatic_playlist", name=name), icon="playlist-star")
            for name, text in told.items()
        ),
    )


def store(music: PiMusic, nav: Nav) -> Page:
    """What can be bought, which needs the net."""

    def buy() -> None:
        nav.toast("Billing is not available. Check your connection.")

    def offer(name: str, text: str) -> Box:
        words = Column(Text(name, BODY_LARGE), Text(text, BODY_MEDIUM, color="on_surface_variant"), flex=1)
        return Card(Row(words, Button("Buy", buy), gap=12, width=FILL, pad=(16, 12, 16, 12)))

    return Page(
        AppBar("Store", nav.back),
        Column(
            Icon("crown", size=56, color=0xFFF2A600),
            Text("Upgrade to PRO", HEADLINE_MEDIUM),
            align="center",
            gap=8,
            pad=(24, 24, 24, 24),
        ),
        *(offer(name, text) for name, text in OFFERS),
        Row(TextButton("Restore purchases", buy), justify="center", width=FILL, pad=(0, 16, 0, 16)),
    )


def feedback(music: PiMusic, nav: Nav) -> Page:
    """Writing to the makers."""
    text = nav.bind("text")

    def send() -> None:
        nav.unfocus()
        nav.back()
        nav.toast("Thank you! Your feedback is sent when you are online.")

    return Page(
        AppBar("Send Feedback", nav.back, [IconButton("send", "Send", send, enabled=bool(text.get()))]),
        Column(
            Text("What could be better?", BODY_LARGE),
            TextField(text, "Your feedback", id="feedback_text", action="newline"),
            gap=12,
            pad=(24, 12, 24, 12),
        ),
    )


def guide(music: PiMusic, nav: Nav) -> Page:
    """Questions and answers; touching a question shows its answer."""
    shown = nav.local.get("shown", "")

    def row(question: str, answer: str) -> Box:
        open_now = question == shown
        arrow = Icon("chevron-up" if open_now else "chevron-down")
        return ListRow(
            question,
            answer if open_now else "",
            nav.remember("shown", "" if open_now else question),
            trailing=arrow,
        )

    return Page(AppBar("User Guide", nav.back), *(row(*entry) for entry in GUIDE))


def about(music: PiMusic, nav: Nav) -> Page:
    """Who made it."""
    return Page(
        AppBar("About", nav.back),
        ListRow("Pi Music Player", f"Version {VERSION}", icon="music-circle"),
        Divider(),
        ListRow("Privacy Policy", on_tap=lambda: nav.toast("No internet connection."), icon="shield-outline"),
        ListRow("Licenses", on_tap=nav.to("info"), icon="file-document-outline"),
    )


def info(music: PiMusic, nav: Nav) -> Page:
    """What the library counts as."""
    text = "Pi Music Player shows the music files on this phone with the tags that are written in them."
    return _told("Info", "information-outline", "Local music", text, nav)


def rate(music: PiMusic, nav: Nav) -> Box:
    """Asks for stars."""
    stars = nav.local.get("stars", 0)

    def thank() -> None:
        nav.back()
        nav.toast("Thanks for your rating!" if stars else "Maybe next time.")

    row = Row(
        *(
            IconButton(
                "star" if number <= stars else "star-outline",
                f"{number} star{'s' * (number > 1)}",
                nav.remember("stars", number),
                color="primary",
                size=32,
            )
            for number in range(1, 6)
        ),
        justify="center",
        width=FILL,
    )
    return Dialog(
        "Rate this App",
        row,
        buttons=[TextButton("Later", nav.back, id="button2"), TextButton("Submit", thank, id="button1")],
    )


def promotion(music: PiMusic, nav: Nav) -> Box:
    """Praises what can be bought."""

    def look() -> None:
        nav.replace("store")

    return Dialog(
        "Upgrade to PRO",
        Message("Enjoy your music without advertisements and with twelve more themes."),
        buttons=[TextButton("Not now", nav.back, id="button2"), TextButton("See offers", look, id="button1")],
    )
