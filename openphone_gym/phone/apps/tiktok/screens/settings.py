"""The menu of the own page, and the settings."""

from __future__ import annotations

from openphone_gym.phone.apps.tiktok.links import SITE
from openphone_gym.phone.apps.tiktok.state import TikTok
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.binding import bind
from openphone_gym.phone.toolkit.box import Box, Icon, Row, Text
from openphone_gym.phone.toolkit.rows import ListRow, RadioRows, Section, SwitchRow
from openphone_gym.phone.toolkit.surfaces import AppBar, Confirm, Page, Sheet
from openphone_gym.phone.toolkit.theme import BODY_MEDIUM, TITLE_MEDIUM

CHOICES = {
    "messages": ("Direct messages", ("Everyone", "Friends", "No one")),
    "language": ("App language", ("English", "Deutsch", "Español", "Français", "日本語", "한국어")),
}
"""Title and values of what is chosen in a sheet, by field."""


def menu(state: TikTok, nav: Nav) -> Box:
    """The menu of the own page."""
    return Sheet(
        ListRow(
            "Creator tools",
            on_tap=lambda: nav.replace("about", topic="Creator tools"),
            icon="account-star-outline",
        ),
        ListRow("My QR code", on_tap=lambda: nav.replace("about", topic="My QR code"), icon="qrcode"),
        ListRow("Settings and privacy", on_tap=lambda: nav.replace("settings"), icon="cog-outline"),
    )


def settings(state: TikTok, nav: Nav) -> Page:
    """All settings."""

    def row(label: str, icon: str, screen: str, **args: str) -> Box:
        return ListRow(label, on_tap=nav.to(screen, **args), icon=icon, trailing=Icon("chevron-right"))

    return Page(
        AppBar("Settings and privacy", nav.back),
        Section("Account"),
        row("Account", "account-outline", "account"),
        row("Privacy", "lock-outline", "privacy"),
        row("Security & permissions", "shield-outline", "about", topic="Security & permissions"),
        row("Share profile", "share-outline", "profile_link"),
        Section("Content & display"),
        row("Notifications", "bell-outline", "push"),
        row("LIVE", "television-play", "lives"),
        SwitchRow("Captions", bind(state.settings, "captions"), icon="closed-caption-outline"),
        SwitchRow("Restricted Mode", bind(state.settings, "restricted"), icon="account-child-outline"),
        ListRow("Language", state.settings.language, nav.to("choice", field="language"), icon="translate"),
        row("Display", "theme-light-dark", "display"),
        Section("Cache & cellular"),
        row("Free up space", "delete-outline", "free_space"),
        SwitchRow("Data Saver", bind(state.settings, "saver"), icon="water-outline"),
        Section("Support & about"),
        row("Report a problem", "pencil-outline", "about", topic="Report a problem"),
        row("Terms and Policies", "information-outline", "about", topic="Terms and Policies"),
        Section("Login"),
        row("Switch account", "account-switch-outline", "about", topic="Switch account"),
        row("Log out", "logout", "log_out"),
    )


def account(state: TikTok, nav: Nav) -> Page:
    """Who the user is."""
    user = nav.world.user
    return Page(
        AppBar("Account", nav.back),
        ListRow("User information", f"@{state.handle}", nav.to("edit_profile")),
        ListRow("Email", user.mail),
        ListRow("Password", "••••••••", nav.to("about", topic="Password")),
        ListRow("Deactivate or delete account", on_tap=nav.to("about", topic="Deactivate or delete account")),
    )


def privacy(state: TikTok, nav: Nav) -> Page:
    """Who may see what."""
    values = state.settings
    blocked = ListRow("Blocked accounts", str(len(state.blocked)), nav.to("blocked"))
    return Page(
        AppBar("Privacy", nav.back),
        Section("Discoverability"),
        SwitchRow(
            "Private account", bind(values, "private"), "Only people that you approve can see your videos."
        ),
        SwitchRow("Suggest your account to others", bind(values, "suggest")),
        Section("Interactions"),
        ListRow("Direct messages", values.messages, nav.to("choice", field="messages")),
        blocked,
    )


def blocked(state: TikTok, nav: Nav) -> Page:
    """Accounts that the user has blocked."""

    def row(id: str) -> Box:
        one = nav.world.profile(id)
        return ListRow(one.name, f"@{id}", nav.to("profile", id=id))

    rows = [row(id) for id in state.blocked]
    none = Row(
        Text("You haven't blocked anyone", BODY_MEDIUM, color="on_surface_variant"), pad=(24, 16, 24, 16)
    )
    return Page(AppBar("Blocked accounts", nav.back), *(rows or [none]))


def push(state: TikTok, nav: Nav) -> Page:
    """What is notified."""
    values = state.settings
    return Page(
        AppBar("Notifications", nav.back),
        Section("Interactions"),
        SwitchRow("Likes", bind(values, "likes")),
        SwitchRow("Comments", bind(values, "comments")),
        SwitchRow("New followers", bind(values, "followers")),
    )


def display(state: TikTok, nav: Nav) -> Page:
    """How videos are shown."""
    return Page(
        AppBar("Display", nav.back),
        ListRow("Appearance", "As the phone’s own theme", nav.sending("android.settings.DISPLAY_SETTINGS")),
        SwitchRow("Play the next video automatically", bind(state.settings, "autoplay")),
        SwitchRow("Open with sound off", bind(state, "muted")),
    )


def choice(state: TikTok, nav: Nav, field: str) -> Box:
    """Asks for the value of a setting."""
    title, options = CHOICES[field]
    rows = RadioRows(options, bind(state.settings, field), nav.back)
    return Sheet(Row(Text(title, TITLE_MEDIUM, id="title"), pad=(24, 0, 24, 8)), *rows)


def free_space(state: TikTok, nav: Nav) -> Page:
    """What can be deleted to have more room."""
    freed = nav.local.get("freed", False)

    def clear() -> None:
        nav.local["freed"] = True
        nav.toast("Cache cleared")

    return Page(
        AppBar("Free up space", nav.back),
        ListRow("Cache", "0 MB" if freed else "148.3 MB", None if freed else clear, icon="cached"),
        ListRow("Drafts", "1 clip" if state.take.ms else "0 clips", icon="file-video-outline"),
        ListRow("Downloads", "0 MB", icon="download-outline"),
    )


def profile_link(state: TikTok, nav: Nav) -> Box:
    """The address of the own page."""
    link = f"{SITE}/@{state.handle}"

    def copy() -> None:
        nav.system.clipboard = link
        nav.back()
        nav.toast("Link copied")

    return Sheet(
        Row(Text(link, BODY_MEDIUM, id="link"), pad=(24, 0, 24, 8)),
        ListRow("Copy link", on_tap=copy, icon="link-variant"),
        ListRow("Share to", on_tap=nav.sending("share", text=link), icon="share-outline"),
    )


def about(state: TikTok, nav: Nav, topic: str) -> Page:
    """A page that is there to read only."""
    words = {
        "Creator tools": "Your videos had no views in the last 7 days. Post one to see how it does.",
        "My QR code": f"Others can scan it to follow @{state.handle}.",
        "Security & permissions": "No unusual activity was found.",
        "Report a problem": "Tell us what went wrong, and we will look into it.",
        "Terms and Policies": "Terms of Service, Privacy Policy, Community Guidelines, Copyright Policy.",
        "Switch account": f"You are logged in as @{state.handle}. There is no other account on this phone.",
        "Password": "A code was sent to your email address.",
        "Deactivate or delete account": "This can be done on the web site only.",
    }
    return Page(AppBar(topic, nav.back), Row(Text(words[topic], BODY_MEDIUM, flex=1), pad=(24, 16, 24, 16)))


def log_out(state: TikTok, nav: Nav) -> Box:
    """Asks before logging out."""

    def leave() -> None:
        state.signed_in = False
        nav.back_to("home")

    return Confirm(f"Log out of @{state.handle}?", "", "Log out", leave, nav.back)
