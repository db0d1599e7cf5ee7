"""The form of a transaction, and what it asks for."""

from __future__ import annotations

from openphone_gym.phone.apps.bluecoins.entry import (
    copied,
    fault,
    is_changed,
    like_last,
    open_form,
    save,
    settle,
    turn,
)
from openphone_gym.phone.apps.bluecoins.money import CURRENCY, OPERATORS, calculate, figures, parse
from openphone_gym.phone.apps.bluecoins.ranges import day_text, time_of_day
from openphone_gym.phone.apps.bluecoins.screens.parts import (
    EXPENSE_COLOR,
    INCOME_COLOR,
    account_dialog,
    category_rows,
    choice_dialog,
    clock_text,
    head,
    option_menu,
)
from openphone_gym.phone.apps.bluecoins.state import KINDS, STATUSES, Bluecoins, Kind, Reminder
from openphone_gym.phone.system.clock import uses_24_hours
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.system.stacks import front_entry
from openphone_gym.phone.toolkit.binding import Binding, bind
from openphone_gym.phone.toolkit.box import FILL, Box, Column, Handler, Icon, Label, Row, Text
from openphone_gym.phone.toolkit.controls import IconButton, TextButton
from openphone_gym.phone.toolkit.date_picker import DatePicker
from openphone_gym.phone.toolkit.fields import TextField
from openphone_gym.phone.toolkit.keypad import Key, Keypad
from openphone_gym.phone.toolkit.rows import CheckRow, Divider
from openphone_gym.phone.toolkit.suggestions import SuggestField, suggesting
from openphone_gym.phone.toolkit.surfaces import AppBar, Confirm, Dialog, Page, Sheet, Tab, Tabs
from openphone_gym.phone.toolkit.theme import BODY_LARGE, HEADLINE_SMALL, LABEL_LARGE
from openphone_gym.phone.toolkit.time_picker import TimePicker

HINTS = {"expense": "Payee or item purchased", "income": "Name of income", "transfer": "Name of transfer"}

ROW = "android.widget.LinearLayout"


def amount_only(text: str) -> str:
    """Lets only figures and a point through."""
    return "".join(c for c in text if c.isascii() and (c.isdigit() or c == "."))


def form(ledger: Bluecoins, nav: Nav) -> Box:
    """A new transaction, or one that is there."""
    draft = ledger.draft

    def close() -> None:
        nav.unfocus()
        if is_changed(ledger):
            nav.go("leave")
        else:
            nav.back()

    def ok() -> None:
        wrong = fault(ledger)
        if wrong:
            nav.toast(wrong)
            return
        save(ledger)
        nav.back()
        front_entry(nav.system).scroll.pop("list", None)
        nav.toast("Transaction saved")

    heading = f"{'Edit' if draft.id else 'New'} {draft.kind.capitalize()}"
    actions = [
        IconButton("check", "Save", ok, color="primary", id="menu_save"),
        IconButton("dots-vertical", "More options", nav.to("form_menu")),
    ]
    item = SuggestField(
        bind(draft, "item"), HINTS[draft.kind], id="item_edittext", variant="plain", action="next", flex=1
    )
    page = Page(
        head(AppBar(heading, close, actions, icon="close", height=60), _kinds(ledger)),
        _amount(ledger, nav),
        _line("text-short", item),
        _line("calendar", *_when(ledger, nav)),
        *_places(ledger, nav),
        _line("label-outline", *_marks(ledger, nav)),
        _line("note-text-outline", _notes(ledger)),
        _line("image-plus-outline", _words("Add photo", nav.to("photo"), hint=True)),
        on_back=close,
    )
    return suggesting(page, item, ledger.items(draft.kind), lambda name: _pick(ledger, nav, name))


def _pick(ledger: Bluecoins, nav: Nav, name: str) -> None:
    like_last(ledger, name)
    nav.unfocus()


def _kinds(ledger: Bluecoins) -> Box:
    def turning(kind: Kind) -> Handler:
        return lambda: turn(ledger, ledger.draft, kind)

    return Tabs(
        [Tab(kind.capitalize(), "", kind == ledger.draft.kind, turning(kind)) for kind in KINDS],
    )


def _amount(ledger: Bluecoins, nav: Nav) -> Box:
    """Sign, currency and amount, in a group of their own."""
    draft = ledger.draft
    income = draft.kind == "income"
    color = INCOME_COLOR if income else EXPENSE_COLOR

    def flip() -> None:
        turn(ledger, draft, "expense" if income else "income")

    sign = Row(
        Label("+" if income else "-", HEADLINE_SMALL, color=color),
        cls="android.widget.TextView",
        label="+" if income else "-",
        id="sign_textview",
        on_tap=flip,
        width=44,
        height=48,
        justify="center",
    )
    currency = Row(
        Label(CURRENCY, LABEL_LARGE, color="primary"),
        cls="android.widget.Button",
        label=CURRENCY,
        id="currency_button",
        on_tap=nav.to("currency"),
        height=48,
        pad=(12, 0, 12, 0),
    )
    field = TextField(
        bind(draft, "amount"),
        "0.00",
        id="amount_edittext",
        variant="plain",
        ime="number",
        action="next",
        accept=amount_only,
        limit=16,
        style=HEADLINE_SMALL,
        flex=1,
    )
    return Column(
        Row(
            sign if draft.kind != "transfer" else Row(Icon("swap-horizontal"), width=44, justify="center"),
            currency,
            field,
            IconButton(
                "calculator-variant-outline", "Calculator", nav.to("calculator"), id="calculator_button"
            ),
            cls=ROW,
            desc="Amount",
            width=FILL,
            pad=(8, 4, 8, 4),
        ),
        Divider(),
    )


def _line(icon: str, *content: Box) -> Box:
    return Column(
        Row(Row(Icon(icon), width=44, justify="center"), *content, width=FILL, pad=(8, 0, 8, 0), gap=8),
        Row(Box(height=1, width=FILL, fill="outline_variant"), pad=(60, 0, 0, 0), width=FILL),
    )


def _words(words: str, on_tap: Handler, id: str = "", hint: bool = False, flex: int = 1) -> Box:
    """Words in a row that asks for others."""
    color = "on_surface_variant" if hint else "on_surface"
    text = Text(words, BODY_LARGE, color=color, max_lines=1, id=id)
    return Row(text, cls=ROW, on_tap=on_tap, flex=flex, height=48)


def _when(ledger: Bluecoins, nav: Nav) -> tuple[Box, Box]:
    draft = ledger.draft
    return (
        _words(day_text(draft.date), nav.to("form_date"), "date_edittext", flex=3),
        _words(clock_text(nav, draft.minute), nav.to("form_time"), "time_edittext", flex=2),
    )


def _places(ledger: Bluecoins, nav: Nav) -> list[Box]:
    """Category and account, or the two accounts of a transfer."""
    draft = ledger.draft
    account = _words(ledger.account_name(draft.account), nav.to("form_account"), "account_textview")
    if draft.kind == "transfer":
        to = _words(ledger.account_name(draft.to), nav.to("form_to"), "to_account_textview")
        return [_line("tray-arrow-up", account), _line("tray-arrow-down", to)]
    path = ledger.category_path(draft.category)
    category = _words(path or "Category", nav.to("form_category"), "category_textview", hint=not path)
    return [_line("shape-outline", category), _line("bank-outline", account)]


def _marks(ledger: Bluecoins, nav: Nav) -> tuple[Box, Box]:
    draft = ledger.draft
    labels = ", ".join(draft.labels)
    status = "Status" if draft.status == "None" else draft.status
    return (
        _words(labels or "Labels", nav.to("form_labels"), "labels_textview", hint=not labels, flex=3),
        _words(status, nav.to("form_status"), "status_textview", hint=status == "Status", flex=2),
    )


def _notes(ledger: Bluecoins) -> Box:
    return TextField(
        bind(ledger.draft, "notes"), "Notes", id="notes_edittext", variant="plain", action="newline", flex=1
    )


def form_menu(ledger: Bluecoins, nav: Nav) -> Box:
    """The menu of the form."""
    draft = ledger.draft
    one = ledger.transaction(draft.id)

    def duplicate() -> None:
        nav.back()
        if one is not None:
            nav.back()
            open_form(ledger, nav, copied(one, nav.now.date().isoformat()))

    def remind() -> None:
        nav.back()
        amount = parse(draft.amount)
        if not amount or draft.kind == "transfer":
            nav.toast("Enter an amount")
            return
        sign = 1 if draft.kind == "income" else -1
        ledger.reminders.append(
            Reminder(
                ledger.new_id(),
                draft.kind,
                sign * amount,
                draft.item,
                draft.category,
                draft.account,
                draft.date,
            )
        )
        nav.toast("Reminder added")

    return option_menu(
        nav,
        ("Duplicate", duplicate) if one is not None else None,
        ("Set as reminder", remind),
        ("Delete", lambda: nav.replace("delete", id=draft.id)) if one is not None else None,
        ("Calculator", lambda: nav.replace("calculator")),
    )


def leave(ledger: Bluecoins, nav: Nav) -> Box:
    """Asks before what was entered is lost."""

    def ok() -> None:
        nav.back()
        nav.back()

    return Confirm("Discard changes?", "Your changes have not been saved.", "Discard", ok, nav.back)


def form_date(ledger: Bluecoins, nav: Nav) -> Box:
    """Asks for the day."""

    def choose(day: str) -> None:
        ledger.draft.date = day
        nav.back()

    return DatePicker(nav.local, ledger.draft.date, choose, nav.back, nav.now.date().isoformat())


def form_time(ledger: Bluecoins, nav: Nav) -> Box:
    """Asks for the time of day."""

    def choose(hour: int, minute: int) -> None:
        ledger.draft.minute = hour * 60 + minute
        nav.back()

    return TimePicker(
        nav.local, *time_of_day(ledger.draft.minute), choose, nav.back, uses_24_hours(nav.system)
    )


def form_category(ledger: Bluecoins, nav: Nav) -> Box:
    """Asks for the category."""
    draft = ledger.draft

    def choosing(id: int) -> Handler:
        def choose() -> None:
            draft.category = id
            nav.back()

        return choose

    groups = [group.id for group in ledger.groups(draft.kind)]
    actions = [IconButton("cog-outline", "Category setup", nav.to("categories"))]
    return Page(
        AppBar("Category", nav.back, actions),
        *category_rows(ledger, groups, draft.category, choosing, whole=False),
    )


def form_account(ledger: Bluecoins, nav: Nav) -> Box:
    """Asks for the account."""

    def choose(id: int) -> None:
        ledger.draft.account = id
        settle(ledger, ledger.draft)

    return account_dialog(ledger, nav, ledger.draft.account, choose)


def form_to(ledger: Bluecoins, nav: Nav) -> Box:
    """Asks for the account that a transfer goes to."""
    return account_dialog(ledger, nav, ledger.draft.to, lambda id: setattr(ledger.draft, "to", id))


def form_status(ledger: Bluecoins, nav: Nav) -> Box:
    """Asks for the status."""
    draft = ledger.draft
    return choice_dialog(nav, "Status", STATUSES, draft.status, lambda one: setattr(draft, "status", one))


def form_labels(ledger: Bluecoins, nav: Nav) -> Box:
    """Asks for the labels."""
    draft = ledger.draft

    def write(label: str, on: bool) -> None:
        draft.labels = [one for one in ledger.labels if (on if one == label else one in draft.labels)]

    def row(label: str) -> Box:
        return CheckRow(label, Binding(lambda: label in draft.labels, lambda on: write(label, on)))

    return Dialog(
        "Labels",
        *map(row, ledger.labels),
        buttons=[
            TextButton("Manage", lambda: nav.replace("labels")),
            TextButton("OK", nav.back, id="button1"),
        ],
    )


def currency(ledger: Bluecoins, nav: Nav) -> Box:
    """Says in which currency amounts are."""
    return choice_dialog(nav, "Currency", [CURRENCY], CURRENCY, lambda one: None)


def photo(ledger: Bluecoins, nav: Nav) -> Box:
    """Asks where a photo comes from."""

    def missing() -> None:
        nav.back()
        nav.toast("No photo selected")

    return option_menu(nav, ("Take photo", missing), ("Choose from gallery", missing))


# The calculator


def calculator(ledger: Bluecoins, nav: Nav) -> Box:
    """Keys that enter or work out the amount."""
    draft = ledger.draft
    typed: str = nav.local.get("typed", draft.amount)

    def put(text: str) -> None:
        nav.local["typed"] = text[:40]
        nav.local["fresh"] = False

    def press(face: str) -> Handler:
        def enter() -> None:
            kept = "" if nav.local.get("fresh", bool(draft.amount)) and face not in OPERATORS else typed
            if face in OPERATORS:
                put(kept.rstrip("".join(OPERATORS)) + face if kept else "")
            else:
                put(kept + face)

        return enter

    def equal() -> None:
        result = calculate(typed)
        if result is None:
            nav.toast("Amount is not valid")
        else:
            put(figures(result))

    def ok() -> None:
        result = calculate(typed) if typed else 0
        if result is None:
            nav.toast("Amount is not valid")
            return
        draft.amount = figures(result) if typed else ""
        nav.back()

    def key(face: str) -> Key:
        return Key(
            face, press(face), fill="secondary_container" if face in OPERATORS else "surface_container"
        )

    rows = [[key(face) for face in line] for line in ("789÷", "456×", "123−", ".0")]
    rows[3] += [Key("=", equal, fill="secondary_container"), key("+")]
    last = [
        Key("C", lambda: put("")),
        Key("", lambda: put(typed[:-1]), icon="backspace-outline", desc="Delete"),
        Key("OK", ok, fill="primary", ink="on_primary"),
    ]
    display = Row(
        Row(Text(typed or "0", HEADLINE_SMALL, max_lines=2, id="calculator_display"), flex=1, justify="end"),
        width=FILL,
        pad=(24, 4, 24, 12),
    )
    look = {"gap": 8, "pad": (16, 4, 16, 4)}
    keys = Keypad([*rows, last], row=look, flex=1, height=52, radius=26)
    return Sheet(display, *keys)
