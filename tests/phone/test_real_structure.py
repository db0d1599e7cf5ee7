"""Screens are built as those of the real apps: ids, classes, nesting, what can be touched, heights."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

import pytest

from openphone_gym.phone.phone import Phone
from openphone_gym.phone.shell import run
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.system.state import Display, Entry
from openphone_gym.phone.toolkit.box import Scroll
from openphone_gym.ui.androidlab import androidlab_text
from openphone_gym.ui.compact import compact_text
from openphone_gym.ui.gesture import Swipe
from openphone_gym.ui.marks import number_marks
from openphone_gym.ui.node import UiNode, UiTree
from tests.phone.conftest import Finger


class Node(NamedTuple):
    """A node that a screen has.

    ``id`` belongs to the package of the app unless it has a colon; ``:x`` is one of Compose, without one.
    ``flags`` are what it is (C clickable, L long-clickable, S scrollable, K checkable, E selected),
    ``not_`` what it is not. ``within`` is the id of what holds it.
    """

    id: str = ""
    cls: str = ""
    text: str | None = None
    desc: str | None = None
    flags: str = ""
    not_: str = ""
    within: str = ""


Way = Callable[[Finger], object]

FLAGS: dict[str, Callable[[UiNode], bool]] = {
    "C": lambda node: node.clickable,
    "L": lambda node: node.long_clickable,
    "S": lambda node: node.scrollable,
    "K": lambda node: node.checkable,
    "E": lambda node: node.selected,
}


def full(id: str, package: str) -> str:
    return id.removeprefix(":") if ":" in id else f"{package}:id/{id}"


def fits(node: UiNode, wanted: Node, package: str) -> bool:
    return (
        (not wanted.id or node.resource_id == full(wanted.id, package))
        and node.class_name.endswith(wanted.cls)
        and wanted.text in (None, node.text)
        and wanted.desc in (None, node.content_desc)
        and all(FLAGS[flag](node) for flag in wanted.flags)
        and not any(FLAGS[flag](node) for flag in wanted.not_)
    )


def opened(app: str, *labels: str) -> Way:
    def go(finger: Finger) -> None:
        finger.open(app)
        finger.tap(*labels)

    return go


def shown(app: str, screen: str, **args: object) -> Way:
    def go(finger: Finger) -> None:
        finger.open(app)
        finger.phone.system.tasks[-1].stack.append(Entry(app, screen, args))
        finger.phone.changed()

    return go


def over(screen: str, **args: object) -> Way:
    def go(finger: Finger) -> None:
        finger.open("zoom")
        Nav(finger.phone, finger.phone.front()).overlay(screen, **args)
        finger.phone.changed()

    return go


def notified(finger: Finger) -> None:
    finger.open("zoom")
    nav = Nav(finger.phone, finger.phone.front())
    nav.notify("Lunch?", "At noon", "home", "lunch")
    nav.overlay("shade")
    finger.phone.changed()


def scrolled(way: Way) -> Way:
    def go(finger: Finger) -> None:
        way(finger)
        finger.phone.perform(Swipe(540, 1900, 540, 1100))

    return go


def visiting(url: str) -> Way:
    return lambda finger: run(finger.phone, f"am start -a android.intent.action.VIEW -d {url}")


OWN = "com.android.permissioncontroller:id/"
SCREENS: dict[str, tuple[Way, Sequence[Node]]] = {
    "settings": (
        opened("setting"),
        [
            Node("android:id/content", "FrameLayout"),
            Node("settings_homepage_container", "ScrollView", not_="S", within="android:id/content"),
            Node("homepage_title", "TextView", "Settings", within="app_bar"),
            Node("search_bar", "CardView", within="app_bar"),
            Node("search_action_bar", "ViewGroup", flags="C", within="search_bar"),
            Node("search_action_bar_title", text="Search settings", within="search_action_bar"),
            Node("main_content_scrollable_container", "ScrollView", flags="S"),
            Node("recycler_view", "RecyclerView", not_="S", within="android:id/list_container"),
            Node("android:id/icon", "ImageView", within="icon_frame"),
            Node("android:id/title", text="Network & internet", within="text_frame"),
            Node("android:id/summary", text="Mobile, Wi‑Fi, hotspot", within="text_frame"),
        ],
    ),
    "settings, scrolled": (
        scrolled(opened("setting")),
        [Node("search_action_bar_title", text="Search settings", within="app_bar")],
    ),
    "sound": (
        opened("setting", "Sound & vibration"),
        [
            Node("content_parent", "ScrollView", flags="S"),
            Node("collapsing_toolbar", "FrameLayout", "", "Sound & vibration", not_="C", within="app_bar"),
            Node("", "ImageButton", "", "Navigate up", "C", within="action_bar"),
            Node("recycler_view", "RecyclerView", within="content_frame"),
            Node("android:id/title", text="Media volume", desc="Media volume"),
            Node("android:id/seekbar", "SeekBar", "8.0", "Media volume", within="recycler_view"),
            Node("android:id/seekbar", "SeekBar", "6.0", "Alarm volume"),
        ],
    ),
    "display": (
        opened("setting", "Display"),
        [
            Node("android:id/title", text="Brightness", not_="C"),
            Node("switchWidget", "Switch", desc="Dark theme", flags="CK", within="android:id/widget_frame"),
        ],
    ),
    "battery": (
        opened("setting", "Battery"),
        [Node("android:id/switch_widget", "Switch", flags="K", within="android:id/widget_frame")],
    ),
    "bluetooth": (
        shown("setting", "bluetooth"),
        [
            Node("main_switch_bar", "LinearLayout", flags="C"),
            Node("switch_text", text="Use Bluetooth", within="main_switch_bar"),
        ],
    ),
    "a dialog": (
        shown("setting", "confirm_access", package="com.google.android.contacts", allow=True),
        [
            Node("android:id/parentPanel", "LinearLayout"),
            Node("android:id/alertTitle", within="android:id/topPanel"),
            Node("android:id/message", "TextView", within="android:id/contentPanel"),
            Node("android:id/button1", "Button", "Allow", flags="C", within="android:id/buttonPanel"),
            Node("android:id/button2", "Button", "Deny", flags="C", within="android:id/buttonPanel"),
        ],
    ),
    "a dialog of choices": (
        shown("setting", "choice", name="lock_notifications"),
        [Node("android:id/checkbox", "RadioButton", flags="K", within="android:id/customPanel")],
    ),
    "alarms": (
        opened("clock"),
        [
            Node("", "androidx.cardview.widget.CardView", desc="Alarm", flags="C"),
            Node("digital_clock", text="7:30\u200aAM", desc="7:30\u200aAM"),
            Node("fab", "ImageButton", desc="Add alarm", flags="C"),
            Node("tab_menu_alarm", "FrameLayout", desc="Alarm", flags="E", not_="C"),
            Node("navigation_bar_item_large_label_view", text="Alarm", flags="E", within="tab_menu_alarm"),
            Node("tab_menu_timer", "FrameLayout", desc="Timer", flags="C", not_="E"),
            Node("navigation_bar_item_small_label_view", text="Timer", within="tab_menu_timer"),
            Node("navigation_bar_item_icon_view", within="navigation_bar_item_icon_container"),
        ],
    ),
    "clocks": (
        opened("clock", "Clock"),
        [
            Node("date_and_next_alarm", text="Fri, May 10", desc="Friday, May 10"),
            Node("city_name", text="Barcelona", within="selectable_area"),
            Node("digital_clock", text="6:00\u200aAM", desc="6:00\u200aAM", within="selectable_area"),
        ],
    ),
    "stopwatch": (
        opened("clock", "Stopwatch", "Start"),
        [Node("fab", desc="Pause"), Node("", "Button", desc="Lap"), Node("", "Button", desc="Reset")],
    ),
    "bedtime": (
        opened("clock", "Bedtime"),
        [
            Node("bedtime_card", "androidx.cardview.widget.CardView", flags="C"),
            Node("", text="BEDTIME", within="bedtime_card"),
            Node("", text="WAKE-UP", within="bedtime_card"),
        ],
    ),
    "keypad": (
        opened("dialer", "key pad", "2,ABC"),
        [
            Node("dialpad_view", "LinearLayout", flags="C"),
            Node("dialpad_overflow", "ImageButton", desc="More options", within="digits_container"),
            Node("digits", "EditText", "2", within="digits_container"),
            Node("deleteButton", "ImageButton", desc="backspace", flags="CL"),
            Node("one", "FrameLayout", "", "1,", "CL"),
            Node("nine", "FrameLayout", "", "9,WXYZ", "C", not_="L"),
            Node("dialpad_key_number", text="2", within="two"),
            Node("dialpad_key_letters", text="ABC", within="two"),
            Node("zero", "FrameLayout", "", "0", "CL"),
            Node("star", desc="*"),
            Node("pound", desc="#"),
            Node("dialpad_voice_call_button", "Button", "Call", "dial"),
            Node("search_action_text", text="Create new contact", within="search_recycler_view"),
            Node("search_action_text", text="Add to a contact"),
            Node("search_action_text", text="Send a message"),
        ],
    ),
    "messages": (
        opened("messages"),
        [Node("conversation_name", text="Mia Wong", within="swipeableContainer")],
    ),
    "a conversation": (
        opened("messages", "Mia Wong"),
        [
            Node("", "ImageButton", desc="Back"),
            Node("", "ImageButton", desc="More"),
            Node(":message_text", text="Texting with Mia Wong (SMS/MMS)", within=":message_list"),
            Node(":message_text", text="Perfect, see you there", desc="Perfect, see you there"),
            Node("", "View", "", "You said  Yes, the one next to the library", "C"),
            Node("", "View", "", "Mia Wong said  Perfect, see you there 9:40 AM .", "C"),
            Node("", "View", desc="Show attach content screen", within=":ComposeRowIcon:Shortcuts"),
            Node("", "View", desc="Show attach media screen", within=":ComposeRowIcon:Gallery"),
            Node("", "View", desc="Show record a voice message screen", within=":Compose:Draft:Send"),
            Node("compose_message_text", "EditText", "Text message", "Texting with Mia Wong"),
        ],
    ),
    "a contact": (
        opened("contacts", "ABC"),
        [
            Node("menu_insert_or_edit", flags="C"),
            Node("action_bar_overflow_menu", desc="More options", flags="C"),
            Node("large_title", text="ABC"),
            Node("verb_call", desc="Call", flags="C"),
            Node("verb_email", desc="Email"),
            Node("header", text="(223) 311-44"),
        ],
    ),
    "a new contact": (
        opened("contacts", "Create contact"),
        [Node("", "EditText", text, within="kind_section_views") for text in ("First name", "Email")],
    ),
    "joining": (
        opened("zoom", "Join a meeting"),
        [
            Node("join_conf_title_view", text="Join a meeting"),
            Node("join_conf_btn_back", flags="C"),
            Node("btnGotoVanityUrl", text="Join with a personal link name"),
            Node("edtScreenName", within="panelScreenName"),
            Node("chkNoAudio", "Switch", desc="Off, switch"),
        ],
    ),
    "a meeting": (
        shown("zoom", "meeting", since=0),
        [
            Node("", "Button", desc="Mute my audio, button", within="panelMeetingToolbar"),
            Node("", "Button", desc="Stop my video, button", within="panelMeetingToolbar"),
            Node("btnLeave", desc="Leave, button"),
        ],
    ),
    "home": (
        lambda finger: finger.press("home"),
        [
            Node("workspace", "ScrollView", flags="S", within="drag_layer"),
            Node("smartspace_card_pager", "ViewPager", desc="At a glance", flags="S"),
            Node("date", text="Fri, May 10", within="bc_smartspace_view"),
            Node("", "TextView", "Settings", "Settings", "CL", within="hotseat"),
            Node("search_container_hotseat", "FrameLayout", desc="Google search", flags="CL"),
            Node("g_icon", desc="Google app", within="search_container_hotseat"),
            Node("mic_icon", desc="Voice search"),
            Node("lens_icon", "ImageButton", desc="Google Lens"),
        ],
    ),
    "all apps": (
        opened("launcher", "Google search"),
        [
            Node("search_results_list_view", "GridView", within="apps_view"),
            Node("input", "EditText", "Search apps", within="search_container_all_apps"),
        ],
    ),
    "notifications": (
        notified,
        [
            Node("expandableNotificationRow", "FrameLayout", flags="C", within="notification_stack_scroller"),
            Node("android:id/title", text="Lunch?", within="android:id/status_bar_latest_event_content"),
            Node("android:id/app_name_text", text="Zoom"),
            Node("dismiss_text", text="Clear all"),
        ],
    ),
    "quick settings": (
        over("shade", expanded=True),
        [
            Node("tile_page", "ViewGroup", flags="E", within="qs_pager"),
            Node("", "Switch", "Internet, AndroidWifi", "Internet,AndroidWifi", "CK", within="tile_page"),
            Node("", "Switch", "Bluetooth, On", "Bluetooth.", "CK"),
            Node("", "Switch", "Auto-rotate, Off", "Auto-rotate screen", "CK"),
            Node("tile_label", text="Flashlight"),
            Node("app_label", text="Off"),
            Node("slider", "SeekBar", "Display brightness", within="brightness_slider"),
            Node("clock", text="12:00", desc="12:00\u202fPM", flags="C"),
            Node("", desc="Wifi signal full."),
            Node("", desc="Battery 85 percent."),
            Node("footer_page_indicator", desc="Page 1 of 2"),
            Node("android:id/edit", desc="Edit order of settings."),
            Node("", desc="Open settings.", within="settings_button_container"),
            Node("pm_lite", desc="Power menu"),
        ],
    ),
    "a new tab": (
        opened("chrome"),
        [
            Node("home_button", "ImageButton", desc="Home", flags="C", within="toolbar"),
            Node("optional_toolbar_button", desc="New tab"),
            Node("tab_switcher_button", desc="Switch or close tabs"),
            Node("menu_button", desc="Customize and control Google Chrome"),
            Node("search_box_text"),
        ],
    ),
    "a web page": (
        visiting("https://github.com/"),
        [
            Node("", "WebView", "GitHub", within="compositor_view_holder"),
            Node("location_bar_status", "FrameLayout", flags="C", within="location_bar"),
            Node("location_bar_status_icon", desc="Connection is secure", within="location_bar_status"),
            Node("url_bar", "EditText", "github.com", flags="C"),
        ],
    ),
    "mails": (
        opened("gmail"),
        [
            Node("compose_button", "Button", "Compose", flags="C"),
            Node("open_search", "EditText", "Search in mail"),
            Node("conversation_list_folder_name", text="Inbox"),
            Node("viewified_conversation_item_view", "ViewGroup", flags="CL"),
            Node("senders", text="Prof. Lin", within="viewified_conversation_item_view"),
        ],
    ),
    "asking for a permission": (
        over("permission", app="zoom", permission="Location"),
        [
            Node(f"{OWN}grant_dialog", flags="C", within=f"{OWN}grant_singleton"),
            Node(f"{OWN}permission_message", within=f"{OWN}content_container"),
            Node(f"{OWN}permission_location_accuracy_radio_fine", "RadioButton", "Precise", flags="K"),
            Node(f"{OWN}permission_location_accuracy_radio_coarse", "RadioButton", "Approximate"),
            Node(f"{OWN}permission_allow_one_time_button", "Button", "Only this time"),
            Node(f"{OWN}permission_deny_button", text="Don’t allow"),
        ],
    ),
}


NESTED: dict[str, Sequence[str]] = {
    "settings": (
        "FrameLayout > LinearLayout > android:id/content > settings_homepage_container",
        "app_bar > app_bar_container > homepage_app_bar_regular_phone_view > search_bar",
        "main_content > container_material > android:id/list_container > recycler_view > LinearLayout",
        "icon_frame > android:id/icon",
        "text_frame > android:id/summary",
    ),
    "sound": (
        "content_parent > app_bar > collapsing_toolbar > action_bar > ImageButton",
        "content_frame > container_material > android:id/list_container > recycler_view",
        "LinearLayout > icon_frame > android:id/icon",
        "LinearLayout > text_frame > android:id/title",
    ),
    "battery": (
        "recycler_view > LinearLayout > text_frame > android:id/summary",
        "LinearLayout > android:id/widget_frame > android:id/switch_widget",
    ),
    "a dialog": (
        "android:id/content > android:id/parentPanel > android:id/topPanel",
        "android:id/topPanel > android:id/title_template > android:id/alertTitle",
        "android:id/contentPanel > android:id/scrollView > android:id/message",
        "android:id/parentPanel > android:id/buttonPanel > LinearLayout > android:id/button1",
    ),
    "a dialog of choices": (
        "android:id/parentPanel > android:id/customPanel > android:id/custom > android:id/scrollView",
        "LinearLayout > android:id/widget_frame > android:id/checkbox",
    ),
    "alarms": (
        "desk_clock_pager > RecyclerView > alarm_card_layout",
        "tab_menu_alarm > navigation_bar_item_content_container > navigation_bar_item_icon_container"
        " > navigation_bar_item_icon_view",
        "tab_menu_timer > navigation_bar_item_labels_group > navigation_bar_item_small_label_view",
    ),
    "messages": ("android:id/content > home_fragment_container > recycler_view",),
    "a conversation": ("conversation_root_container > :ConversationScreenUi > :message_list",),
    "all apps": ("search_container_all_apps > typeahead_input > input",),
    "quick settings": (
        "notification_panel > notification_container_parent > qs_frame > qs_pager > tile_page > Switch",
    ),
    "notifications": (
        "expandableNotificationRow > expanded > android:id/status_bar_latest_event_content > android:id/text",
    ),
    "a new tab": (
        "coordinator > control_container > toolbar_container > toolbar > location_bar > url_bar",
        "toolbar > toolbar_buttons > menu_button_wrapper > menu_button",
    ),
    "a web page": ("coordinator > compositor_view_holder > WebView",),
    "mails": ("drawer_container > content_pane > compose_button",),
}
"""What stands right within what, named by ids or classes."""


@pytest.mark.parametrize("name", NESTED)
def test_nodes_stand_in_the_layouts_of_real_screens(finger: Finger, name: str) -> None:
    SCREENS[name][0](finger)
    roots = finger.phone.full_tree().roots
    for path in NESTED[name]:
        nodes = [node for root in roots for node in root.walk()]
        for step in path.split(" > "):
            fitting = [node for node in nodes if is_called(node, step)]
            assert fitting, f"{step} of {path}"
            nodes = [child for node in fitting for child in node.children]


def is_called(node: UiNode, name: str) -> bool:
    return node.resource_id == full(name, node.package) or node.class_name.endswith(f".{name}")


TAG = re.compile(r"\[n[0-9a-f]{4}\]")
"""What AndroidLab's text calls a node by its place in the tree."""


def texts(tree: UiTree) -> tuple[str, str]:
    return compact_text(tree, number_marks(tree)), TAG.sub("", androidlab_text(tree))


@pytest.mark.parametrize("name", SCREENS)
def test_mere_layouts_change_no_text(finger: Finger, name: str) -> None:
    SCREENS[name][0](finger)
    lean, full = finger.phone.tree(), finger.phone.full_tree()
    assert texts(full) == texts(lean)


def test_a_dump_is_full_unless_compressed(finger: Finger) -> None:
    opened("setting", "Battery")(finger)
    assert "text_frame" in run(finger.phone, "uiautomator dump /dev/tty")[0]
    assert "text_frame" not in run(finger.phone, "uiautomator dump --compressed /dev/tty")[0]


@pytest.mark.parametrize("name", SCREENS)
def test_screens_have_the_nodes_of_real_ones(finger: Finger, name: str) -> None:
    way, facts = SCREENS[name]
    way(finger)
    tree = finger.phone.full_tree()
    package = next(tree.walk()).package
    for fact in facts:
        holders = tree.roots
        if fact.within:
            holders = [node for node in tree.walk() if node.resource_id == full(fact.within, package)]
            assert holders, f"nothing is called {fact.within}"
        inside = [node for holder in holders for node in holder.walk() if node is not holder]
        assert any(fits(node, fact, package) for node in inside), fact


def test_the_heading_moves_away_and_the_search_stays(finger: Finger) -> None:
    scrolled(opened("setting"))(finger)
    assert not finger.sees("Settings")
    assert finger.sees("Search settings", "Wallpaper & style")
    finger.phone.perform(Swipe(540, 300, 540, 1600))  # on the bar, which moves the list, too
    assert finger.sees("Settings")


def test_the_permission_dialog_belongs_to_another_app(finger: Finger) -> None:
    over("permission", app="zoom", permission="Camera")(finger)
    assert {node.package for node in finger.phone.tree().walk()} == {
        "com.google.android.permissioncontroller"
    }


def test_fields_of_the_contact_editor_are_known_by_their_hints_alone(finger: Finger) -> None:
    finger.open("contacts")
    finger.tap("Create contact")
    fields = [node for node in finger.phone.tree().walk() if node.class_name.endswith("EditText")]
    assert [node.text for node in fields] == ["First name", "Last name", "Company", "Phone", "Email"]
    assert {node.resource_id for node in fields} == {""}


def height_of(node: UiNode) -> int:
    return node.bounds[3] - node.bounds[1]


def test_heights_are_those_of_a_real_screen(finger: Finger) -> None:
    """On 1080x2400 with 420 dpi and no cut-out."""
    finger.open("setting")
    rows = [node for node in finger.phone.tree().walk() if node.clickable and len(node.children) == 2]
    assert finger.phone.window().bounds[1] == 63
    assert {height_of(row) for row in rows[:6]} == {232}  # 231, of lines that are rounded each by itself
    finger.tap("Display")
    assert height_of(finger.node("Display")) == 470
    left, top, right, bottom = finger.node("Navigate up").bounds
    assert (right - left, bottom - top) == (147, 147)
    parents = {id(child): node for node in finger.phone.tree().walk() for child in node.children}
    assert height_of(parents[id(finger.node("Brightness level"))]) == 206
    assert abs(height_of(parents[id(finger.node("Brightness"))]) - 93) <= 2


def test_an_opened_alarm_stands_at_the_foot_of_the_list(finger: Finger) -> None:
    finger.open("clock")
    finger.tap("Add alarm", "OK")
    tree = finger.phone.tree()
    area = next(node for node in tree.walk() if node.scrollable)
    card = next(node for node in area.children if any(n.text == "Delete" for n in node.walk()))
    button = finger.node("Add alarm")
    assert card.bounds[3] == area.bounds[3]
    assert button.bounds[3] <= card.bounds[3]
    assert button.center[0] == 540


NARROW = Display(540, 1200, 320)  # 270 dp wide


@pytest.mark.parametrize(
    ("app", "screen", "args"),
    [
        ("clock", "new_alarm", {}),
        ("clock", "alarm_date", {"id": 1}),
        ("clock", "pause_alarm", {"id": 1}),
        ("setting", "set_date", {}),
        ("setting", "choice", {"name": "lock_notifications"}),
        ("setting", "confirm_access", {"package": "com.google.android.contacts", "allow": True}),
        ("contacts", "create_label", {}),
        # What touching everything on fresh phones does not lead to.
        ("bluecoins", "empty_trash", {}),
        ("bluecoins", "filter_dates", {"name": "Net Earnings"}),
        ("calendar", "scope", {"deleting": True}),
        ("calendar", "holiday", {"name": "Labour Day", "country": "China"}),
        ("contacts", "choose_phone", {"id": 1, "way": "call"}),
        ("gmail", "confirm", {"what": "erase", "ids": [1, 2]}),
        ("gmail", "empty_folder", {"name": "Trash"}),
        ("gmail", "report_spam", {"ids": [1]}),
        ("reddit", "delete", {"id": "comment-1"}),
        ("setting", "confirm_stop", {"package": "com.google.android.contacts"}),
        ("setting", "empty_trash", {}),
    ],
)
def test_dialogs_are_whole_on_narrow_screens(app: str, screen: str, args: dict[str, object]) -> None:
    finger = Finger(Phone.new(None, NARROW))
    shown(app, screen, **args)(finger)
    panel = finger.phone.window().root.children[0].children[0]
    assert panel.x > 0
    assert panel.x + panel.w < NARROW.width
    for box in panel.walk():
        if box.cls and not isinstance(box, Scroll):
            assert panel.x <= box.x <= box.x + box.w <= panel.x + panel.w, (box.id, box.label, box.desc)
