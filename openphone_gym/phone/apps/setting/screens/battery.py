"""Battery and storage."""

from __future__ import annotations

from openphone_gym.phone.app import apps_by_package
from openphone_gym.phone.apps.setting.screens.apps import app_rows, by_name, size_text
from openphone_gym.phone.apps.setting.screens.choices import choice_row
from openphone_gym.phone.apps.setting.screens.features import feature_row
from openphone_gym.phone.apps.setting.screens.parts import link, main_switch, note, on_off, page
from openphone_gym.phone.apps.setting.state import Setting
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.binding import bind
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Drawing, Handler, Metrics, Text
from openphone_gym.phone.toolkit.controls import TextButton
from openphone_gym.phone.toolkit.painter import Painter
from openphone_gym.phone.toolkit.rows import ListRow, Section, SwitchRow
from openphone_gym.phone.toolkit.surfaces import Confirm, Dialog, Message
from openphone_gym.phone.toolkit.theme import BODY_MEDIUM, DISPLAY_MEDIUM


def _gauge(figure: str, words: str, share: float) -> Box:
    """A big figure over a bar."""
    return Column(
        Text(figure, DISPLAY_MEDIUM, id="usage_summary"),
        Text(words, BODY_MEDIUM, color="on_surface_variant", id="total_summary"),
        Drawing(_draw_bar, (share,), height=10, width=FILL, cls="android.widget.ProgressBar"),
        gap=6,
        pad=(24, 0, 24, 16),
    )


def _draw_bar(painter: Painter, m: Metrics, w: int, h: int, share: float) -> None:
    painter.rounded(0, 0, w, h, h / 2, "surface_container_highest")
    painter.rounded(0, 0, max(w * share, h), h, h / 2, "primary")


def battery(state: Setting, nav: Nav) -> Box:
    """Battery."""
    charge = nav.system.battery
    hours = charge * 28 // 85
    left = f"{hours // 24} day, {hours % 24} hr left" if hours >= 24 else f"{hours} hr left"
    return page(
        nav,
        "Battery",
        _gauge(f"{charge}%", left, charge / 100),
        link(nav, "Battery usage", "battery_usage", "View usage for past 24 hours"),
        link(nav, "Battery Saver", "battery_saver", on_off(nav.flag("global", "low_power").get())),
        link(
            nav,
            "Adaptive preferences",
            "adaptive_preferences",
            "Improve battery life based on your phone use",
        ),
        SwitchRow(
            "Battery percentage",
            nav.flag("system", "status_bar_show_battery_percent"),
            "Show battery percentage in status bar",
        ),
    )


def battery_usage(state: Setting, nav: Nav) -> Box:
    """Share of each app in the use of the battery."""
    used = [(name, one) for name, one in by_name(nav) if name in apps_by_package()][:8]
    shares = (31, 22, 14, 9, 6, 4, 2, 1)
    rows = [(name, one, f"{share}%") for share, (name, one) in zip(shares, used, strict=False)]
    return page(
        nav, "Battery usage", Section("Usage by apps, past 24 hours"), app_rows(nav, "app_info", rows)
    )


def battery_saver(state: Setting, nav: Nav) -> Box:
    """Battery Saver."""
    return page(
        nav,
        "Battery Saver",
        main_switch("Use Battery Saver", nav.flag("global", "low_power")),
        choice_row(state, nav, "battery_schedule"),
        SwitchRow(
            "Turn off when charged",
            nav.flag("global", "low_power_sticky_auto_disable_enabled", "1"),
            "Battery Saver turns off when battery is at 90%",
        ),
        note("Battery Saver limits background activity, some visual effects and certain features."),
    )


def adaptive_preferences(state: Setting, nav: Nav) -> Box:
    """What the battery learns by itself."""
    return page(
        nav,
        "Adaptive preferences",
        feature_row(state, nav, "adaptive_charging"),
        feature_row(state, nav, "adaptive_battery"),
    )


# Storage


def storage(state: Setting, nav: Nav) -> Box:
    """What takes how much of the storage."""
    kept = state.storage
    used = round(kept.used / 1000)

    def row(title: str, icon: str, megabytes: float, on_tap: Handler) -> Box:
        return ListRow(title, size_text(megabytes), on_tap, icon=icon)

    def files(title: str) -> Handler:
        return nav.to("storage_files", title=title)

    return page(
        nav,
        "Storage",
        _gauge(f"{used} GB", f"used of {kept.total} GB", used / kept.total),
        ListRow(
            "Free up space", "Go to Files app to manage and free up space", nav.to("free_up"), icon="broom"
        ),
        row("Apps", "apps", kept.apps, nav.to("storage_apps")),
        row("Images", "image-outline", kept.images, files("Images")),
        row("Videos", "movie-open-outline", kept.videos, files("Videos")),
        row("Audio", "music-note", kept.audio, files("Audio")),
        row("Games", "gamepad-variant-outline", kept.games, files("Games")),
        row("Documents & other", "file-document-outline", kept.documents, files("Documents & other")),
        row("System", "cellphone-cog", kept.system, nav.to("storage_system")),
        row("Trash", "delete-outline", kept.trash, nav.to("empty_trash") if kept.trash else files("Trash")),
    )


def storage_apps(state: Setting, nav: Nav) -> Box:
    """Apps by size."""
    found = sorted(by_name(nav), key=lambda item: -item[1].megabytes)
    return page(
        nav,
        "Apps",
        app_rows(nav, "app_storage", ((name, one, size_text(one.megabytes)) for name, one in found)),
    )


def storage_files(state: Setting, nav: Nav, title: str) -> Box:
    """Files of one kind: the Files app would list them."""
    return page(nav, title, note("Open the Files app to see and delete these files."))


def storage_system(state: Setting, nav: Nav) -> Box:
    """Says what the system's part is."""
    version = nav.system.properties["ro.build.version.release"]
    text = f"System includes files used to run Android version {version}"
    return Dialog("", Message(text), buttons=[TextButton("OK", nav.back, id="button1")])


def free_up(state: Setting, nav: Nav) -> Box:
    """Suggestions for more room: there are none."""
    return page(nav, "Free up space", note("No suggestions at the moment."))


def empty_trash(state: Setting, nav: Nav) -> Box:
    """Asks before the trash is emptied."""
    trash = bind(state.storage, "trash")

    def empty() -> None:
        trash.set(0.0)
        nav.back()

    text = f"There are {size_text(trash.get())} of files in the trash. All items will be deleted forever."
    return Confirm("Empty trash?", text, "Empty trash", empty, nav.back)


SCREENS = [
    battery,
    battery_usage,
    battery_saver,
    adaptive_preferences,
    storage,
    storage_apps,
    storage_files,
    storage_system,
    free_up,
    empty_trash,
]
