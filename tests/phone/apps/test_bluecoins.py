from __future__ import annotations

import random
from datetime import date

import msgspec
import pytest

from openphone_gym.phone.apps.bluecoins import money, ranges
from openphone_gym.phone.apps.bluecoins.screens.filters import SUMMARY_RANGES
from openphone_gym.phone.apps.bluecoins.seed import seed
from openphone_gym.phone.apps.bluecoins.state import TABS, Bluecoins, Filter, Transaction
from openphone_gym.phone.world import world
from openphone_gym.ui.androidlab import androidlab_text
from openphone_gym.ui.gesture import Swipe
from tests.phone.conftest import Finger

TODAY = "2024-05-10"


@pytest.fixture
def hand(finger: Finger) -> Finger:
    finger.open("bluecoins")
    return finger


def ledger_of(hand: Finger) -> Bluecoins:
    return hand.phone.app("bluecoins")


def last(hand: Finger) -> Transaction:
    return ledger_of(hand).transactions[-1]


def open_tab(hand: Finger, tab: str) -> None:
    for _ in range(4):
        if hand.sees(tab):
            break
        strip = hand.phone.tree().find(lambda node: node.class_name.endswith("HorizontalScrollView"))
        assert strip is not None
        x, y = strip.center
        hand.phone.perform(Swipe(x + 250, y, x - 250, y))
    hand.tap(tab)


def enter(hand: Finger, amount: str) -> None:
    hand.tap("Add transaction", "0.00")
    hand.type(amount)


# Money


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("512", "512.00"),
        ("3.14", "3.14"),
        ("18,250", "18250.00"),
        (".5", "0.50"),
        ("7.", "7.00"),
        ("0.019", "0.01"),
    ],
)
def test_amounts_are_read_exactly(typed: str, shown: str) -> None:
    amount = money.parse(typed)
    assert amount is not None
    assert money.figures(amount) == shown


@pytest.mark.parametrize("typed", ["", ".", "1.2.3", "-5", "five", "9" * 20, "1e3"])
def test_what_is_no_amount_is_refused(typed: str) -> None:
    assert money.parse(typed) is None


def test_every_hundredth_survives_the_way_through_words() -> None:
    for hundredths in [0, 1, 99, 100, 936_02, 1_000_000_01, *range(0, 100_000, 7)]:
        amount = money.from_hundredths(hundredths)
        assert money.parse(money.figures(amount)) == money.parse(money.grouped(amount)) == amount


def test_signs() -> None:
    assert money.signed(-1_800 * money.MILLION) == "-1,800.00 CNY"
    assert money.signed(1_314 * money.MILLION) == "+1,314.00 CNY"
    assert money.signed(0) == "0.00 CNY"


@pytest.mark.parametrize(
    ("expression", "result"),
    [
        ("12.50×3+4", "41.50"),
        ("1+2×3", "7.00"),
        ("10÷3", "3.33"),
        ("2÷3", "0.67"),
        ("5−8", "3.00"),
        ("0.1+0.2", "0.30"),
        ("7", "7.00"),
    ],
)
def test_the_calculator_is_exact(expression: str, result: str) -> None:
    amount = money.calculate(expression)
    assert amount is not None
    assert money.figures(amount) == result


@pytest.mark.parametrize("expression", ["", "1÷0", "+5", "5+", "1..2", "9" * 30, "a"])
def test_what_can_not_be_worked_out_is_refused(expression: str) -> None:
    assert money.calculate(expression) is None


# Days


def test_weeks_begin_as_the_user_wants() -> None:
    assert ranges.week_of(TODAY, "Sunday") == ("2024-05-05", "2024-05-11")
    assert ranges.week_of(TODAY, "Monday") == ("2024-05-06", "2024-05-12")
    assert ranges.week_of("2024-05-05", "Sunday")[0] == "2024-05-05"
    assert ranges.week_of("2024-05-05", "Saturday") == ("2024-05-04", "2024-05-10")


@pytest.mark.parametrize("name", [*ranges.RANGES, *SUMMARY_RANGES])
def test_ranges_hold_today(name: str) -> None:
    first, last_day = ranges.range_span(Filter(range=name), TODAY, "Sunday")
    assert first <= TODAY <= last_day


def test_spans() -> None:
    def span(name: str) -> tuple[str, str]:
        return ranges.range_span(Filter(range=name), TODAY, "Sunday")

    assert span("Last 7 Days") == ("2024-05-04", TODAY)
    assert span("This Bi-month") == ("2024-05-01", "2024-06-30")
    assert span("This Quarter") == ("2024-04-01", "2024-06-30")
    assert span("Last 3 Months") == ("2024-03-01", TODAY)
    assert ranges.months_later("2024-01-31", 1) == "2024-02-29"


# Contents


def test_holds_the_records_of_the_sheet(hand: Finger) -> None:
    ledger = ledger_of(hand)
    assert len(ledger.transactions) == 18
    spent = {
        day: ranges.total(ranges.within(ledger.transactions, (day, day)), "expense")
        for day in (TODAY, "2024-05-06")
    }
    assert [money.figures(amount) for amount in spent.values()] == ["11400.00", "69.51"]
    rides = [one for one in ledger.transactions if one.notes == "taxi"]
    for first_day in ("Sunday", "Monday"):
        week = ranges.within(rides, ranges.week_of(TODAY, first_day))
        assert money.figures(ranges.total(week)) == "60.12"
    assert [one.name for one in ledger.accounts] == [
        "Wallet",
        "Checking",
        "Savings",
        "Credit Card",
        "House Mortgage",
    ]
    free = {"2024-03-08", "2024-05-11", "2024-05-14"}
    assert free.isdisjoint(one.date for one in ledger.transactions)
    assert ledger.category_path(ledger.transactions[15].category) == "Household > Grocery"


@pytest.mark.parametrize("number", range(30))
def test_other_households_are_sound(number: int) -> None:
    ledger = seed(random.Random(number), world(number))
    assert 50 <= len(ledger.transactions) <= 160
    assert len({one.id for one in ledger.transactions}) == len(ledger.transactions)
    for one in ledger.transactions:
        assert (one.millionths < 0) == (one.kind == "expense")
        assert one.millionths % money.HUNDREDTH == 0
        category = ledger.category(one.category)
        assert category is not None
        assert category.kind == one.kind
        assert ledger.account(one.account) is not None
        date.fromisoformat(one.date)
    for reminder in ledger.reminders:
        date.fromisoformat(reminder.date)
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(ledger), type=Bluecoins) == ledger


# Tabs


@pytest.mark.parametrize(
    ("tab", "shown"),
    [
        (
            "Main",
            ["Daily Summary", "7 days average", "30 days average", "EXPENSE", "Budget Summary", "Sun: 45.00"],
        ),
        ("Transactions", ["May 2024", "Gym", "Others > Other", "-400.00 CNY", "Net"]),
        ("Reminders", ["Upcoming", "Internet bill", "May 18, 2024, monthly"]),
        ("Balance Sheet", ["ASSETS", "LIABILITIES", "Wallet", "House Mortgage", "Net Worth", "Timeline"]),
        ("Budget", ["Car", "86.12 CNY of 600.00 CNY"]),
        ("Net Earnings", ["Month", "Income", "Expense", "May 2024", "19,314.00"]),
        ("Items Summary", ["Laptop", "-9,600.00 CNY", "4 transactions"]),
    ],
)
def test_tabs(hand: Finger, tab: str, shown: list[str]) -> None:
    open_tab(hand, tab)
    assert hand.sees(*shown), hand.phone.tree().texts()
    assert hand.node(tab).selected


def test_a_finger_that_moves_sideways_turns_the_tabs(hand: Finger) -> None:
    for tab in TABS[1:]:
        hand.phone.perform(Swipe(900, 1500, 200, 1500))
        assert ledger_of(hand).tab == tab
    hand.phone.perform(Swipe(200, 1500, 900, 1500))
    assert ledger_of(hand).tab == TABS[-2]


def test_days_have_their_totals(hand: Finger) -> None:
    hand.tap("Transactions")
    assert hand.sees("May 12, 2024", "+17,205.80 CNY", "May 10, 2024", "-11,400.00 CNY")


def test_periods_are_turned_and_changed(hand: Finger) -> None:
    hand.tap("Transactions", "Previous")
    assert hand.sees("April 2024", "Taxi", "-35.20 CNY")
    hand.tap("Next", "Period", "Week")
    assert hand.sees("May 5 - May 11, 2024", "Rent")
    assert not hand.sees("Gym")
    hand.tap("Period", "Day", "Go to date", "06 May 2024", "OK")
    assert hand.sees("Lunch", "Taxi", "Breakfast")
    assert not hand.sees("Dinner")
    hand.tap("Period", "All")
    assert hand.sees("All transactions")


# The form


def test_an_expense_is_entered(hand: Finger) -> None:
    enter(hand, "512")
    hand.tap("Save")
    one = last(hand)
    assert (one.kind, one.millionths, one.date, one.item, one.account) == (
        "expense",
        -512_000_000,
        TODAY,
        "",
        1,
    )
    assert len(ledger_of(hand).transactions) == 19
    assert hand.sees("Main")


def test_an_income_with_everything(hand: Finger) -> None:
    enter(hand, "8000.5")
    hand.tap("Income", "Name of income")
    hand.type("Wages")
    hand.tap("Notes")
    hand.type("salary")
    hand.press("back")
    hand.tap("May 10, 2024", "Previous month", "08 April 2024", "OK")
    hand.tap("Employer > Salary", "Bonus")
    hand.tap("Wallet", "Checking", "Labels", "Family", "OK", "Status", "Cleared", "Save")
    one = last(hand)
    assert (one.kind, one.millionths, one.date) == ("income", 8_000_500_000, "2024-04-08")
    assert (one.item, one.notes, one.labels, one.status) == ("Wages", "salary", ["Family"], "Cleared")
    assert ledger_of(hand).category_path(one.category) == "Employer > Bonus"
    assert ledger_of(hand).account_name(one.account) == "Checking"


def test_the_sign_changes_the_kind_and_its_category(hand: Finger) -> None:
    hand.tap("Transactions", "Gym")
    assert hand.sees("Edit Expense", "-", "400.00")
    hand.tap("-")
    assert hand.sees("Edit Income", "+", "Employer > Salary")
    hand.tap("Save")
    one = ledger_of(hand).transaction(18)
    assert one is not None
    assert (one.kind, one.millionths) == ("income", 400_000_000)
    category = ledger_of(hand).category(one.category)
    assert category is not None
    assert category.kind == "income"


def test_nothing_is_saved_without_an_amount(hand: Finger) -> None:
    for amount in ("", "0", "1.2.3"):
        hand.tap("Add transaction", "0.00")
        if amount:
            hand.type(amount)
        hand.tap("Save")
        assert hand.sees("New Expense")
        hand.tap("Close")
        if hand.sees("Discard changes?"):
            hand.tap("Discard")
    assert len(ledger_of(hand).transactions) == 18


def test_back_asks_before_changes_are_lost(hand: Finger) -> None:
    enter(hand, "7")
    hand.press("back")
    hand.press("back")
    assert hand.sees("Discard changes?")
    hand.tap("Cancel")
    assert hand.sees("New Expense", "7")
    hand.press("back")
    hand.tap("Discard")
    assert hand.sees("Main")
    hand.tap("Transactions", "Gym")
    hand.press("back")
    assert hand.sees("May 2024")


def test_a_transfer_moves_money_between_accounts(hand: Finger) -> None:
    enter(hand, "100")
    hand.tap("Transfer", "Save")
    ledger = ledger_of(hand)
    one = last(hand)
    assert (one.kind, one.account, one.to, one.category) == ("transfer", 1, 2, 0)
    assert money.figures(ledger.balance(2)) == "100.00"
    assert ranges.total(ledger.transactions) == ranges.total(ledger.transactions[:-1])
    hand.tap("Transactions")
    assert hand.sees("Wallet > Checking")


def test_what_is_void_counts_for_nothing(hand: Finger) -> None:
    hand.tap("Transactions", "Gym", "Status", "Void", "Save")
    assert hand.sees("Gym", "May 15, 2024", "0.00 CNY")
    assert money.figures(ledger_of(hand).balance(1)) == "26164.24"
    assert not hand.sees("-13,517.70 CNY")


def test_suggestions_bring_their_category(hand: Finger) -> None:
    enter(hand, "30")
    hand.tap("Payee or item purchased")
    hand.type("tax")
    hand.tap("Taxi")
    assert hand.sees("Car > Taxi")
    hand.tap("Save")
    assert last(hand).item == "Taxi"


def test_the_calculator_enters_the_amount(hand: Finger) -> None:
    hand.tap("Add transaction", "Calculator", "1", "2", ".", "5", "×", "3", "OK")
    assert hand.sees("37.50")
    hand.tap("Calculator", "4", "+", "1", "=")
    assert hand.sees("5.00")
    hand.tap("Delete", "C", "÷", "9", "÷", "0", "OK")
    hand.tap("C", "OK")
    assert hand.sees("0.00")


def test_the_form_is_read_by_androidlab(hand: Finger) -> None:
    hand.tap("Transactions", "Gym")
    text = androidlab_text(hand.phone.tree())
    labels = ["Edit Expense", "-", "CNY", "400.00", "Gym", "May 15, 2024", "Notes"]
    places = [text.index(f";{label} ") for label in labels]
    assert places == sorted(places)
    assert "AutoCompleteTextView ;click long-click" in text


def test_what_was_saved_is_in_view(hand: Finger) -> None:
    hand.tap("Transactions", "Add transaction", "0.00")
    hand.type("9")
    hand.tap("May 10, 2024", "02 May 2024", "OK", "Save")
    assert hand.sees("May 2, 2024", "-9.00 CNY")


# Rows, trash, search


def test_a_row_is_duplicated_and_deleted(hand: Finger) -> None:
    hand.tap("Transactions")
    hand.hold("Gym")
    hand.tap("Duplicate", "Save")
    assert (last(hand).item, last(hand).date) == ("Gym", TODAY)
    hand.hold("Project bonus")
    hand.tap("Delete", "Delete")
    assert ledger_of(hand).transaction(15) is None
    hand.tap("UNDO")
    assert [one.id for one in ledger_of(hand).transactions][:18] == list(range(1, 19))


def test_the_trash_gives_back_and_forgets(hand: Finger) -> None:
    hand.tap("Transactions", "Gym", "More options", "Delete", "Delete")
    assert hand.sees("May 2024")
    hand.tap("More options", "Trash", "Gym", "Restore")
    assert ledger_of(hand).transaction(18) is not None
    hand.press("back")
    hand.hold("Gym")
    hand.tap("Delete", "Delete", "More options", "Trash", "Empty trash", "Delete")
    assert ledger_of(hand).trash == []
    assert hand.sees("The trash is empty")


def test_search_finds_by_words_and_adds_up(hand: Finger) -> None:
    hand.tap("Search")
    hand.type("taxi")
    assert hand.sees("4 transactions", "-95.32 CNY")
    hand.tap("Filter", "Date Range", "This Week", "OK")
    assert hand.sees("3 transactions (filtered)", "-60.12 CNY")
    hand.tap("Filter", "Reset", "OK", "Clear query")
    hand.type("9600")
    assert hand.sees("Laptop")


# Reports


def test_a_filter_stays_until_it_is_reset(hand: Finger) -> None:
    hand.tap("Daily Summary", "Filter", "Transaction Type", "Income", "OK")
    assert hand.sees("Income", "No data")
    hand.press("back")
    hand.tap("Daily Summary")
    assert hand.sees("No data")
    hand.tap("Filter", "Reset", "OK")
    assert hand.sees("Entertainment > Shopping")


def test_reports_have_charts_tables_and_statistics(hand: Finger) -> None:
    hand.tap("EXPENSE", "Table")
    assert hand.sees("Dining Out", "Total", "-11,608.62 CNY")
    hand.tap("Daily Statistics")
    assert hand.sees("Number of days", "6", "Daily average", "-1,934.77 CNY")
    hand.press("back")
    hand.tap("Budget Summary", "Table")
    assert hand.sees("Budget", "Actual", "Remaining", "2,500.00")
    assert not hand.sees("Daily Statistics")


def test_custom_dates(hand: Finger) -> None:
    hand.tap("EXPENSE", "Filter", "Date Range")
    hand.tap("Custom Dates", "01 May 2024", "03 May 2024", "OK")
    assert hand.sees("May 1 - May 3")
    hand.tap("OK", "Table")
    assert hand.sees("-414.88 CNY")


# Accounts, budgets, reminders, settings


def test_an_account_tells_its_months_and_is_reconciled(hand: Finger) -> None:
    open_tab(hand, "Balance Sheet")
    hand.tap("Wallet")
    assert hand.sees("Edit", "Reconcile", "Table", "Chart", "9,258.44 CNY")
    hand.tap("Table")
    assert hand.sees("Balance", "9,258.44")
    hand.tap("Chart", "Reconcile", "Rent", "Finish")
    assert [one.item for one in ledger_of(hand).transactions if one.status == "Reconciled"] == ["Rent"]


def test_accounts_are_added_and_deleted(hand: Finger) -> None:
    open_tab(hand, "Balance Sheet")
    hand.tap("Add account", "Account name")
    hand.type("Piggy bank")
    hand.press("back")
    hand.tap("Cash", "Save")
    assert ledger_of(hand).accounts[-1].name == "Piggy bank"
    hand.tap("Piggy bank", "Edit", "Delete account", "Delete")
    assert len(ledger_of(hand).accounts) == 5


def test_new_transactions_have_an_account_when_the_default_one_is_gone(hand: Finger) -> None:
    ledger_of(hand).settings.default_account = 3
    hand.phone.changed()
    open_tab(hand, "Balance Sheet")
    hand.tap("Savings", "Edit", "Delete account", "Delete")
    assert ledger_of(hand).settings.default_account == 1


def test_budgets_are_set(hand: Finger) -> None:
    open_tab(hand, "Budget")
    hand.tap("School")
    hand.type("300")
    hand.tap("OK")
    assert hand.sees("0.00 CNY of 300.00 CNY")
    hand.tap("Car")
    hand.type("0")
    hand.tap("OK")
    names = [ledger_of(hand).category_path(one.id) for one in ledger_of(hand).budgets]
    assert names == ["Entertainment", "Household", "School", "Utilities"]


def test_a_reminder_becomes_a_transaction_and_comes_again(hand: Finger) -> None:
    open_tab(hand, "Reminders")
    hand.tap("Internet bill", "Record transaction")
    assert (last(hand).item, last(hand).date) == ("Internet bill", "2024-05-18")
    assert hand.sees("June 18, 2024, monthly")
    hand.tap("Add reminder", "Name")
    hand.type("Piano lesson")
    hand.tap("Amount")
    hand.type("80")
    hand.press("back")
    hand.tap("Repeat", "Weekly", "Date", "13 May 2024", "OK", "Save")
    assert hand.sees("Piano lesson", "May 13, 2024, weekly")
    hand.tap("Piano lesson", "Skip")
    assert hand.sees("May 20, 2024, weekly")
    hand.tap("Piano lesson", "Delete", "Delete")
    assert not hand.sees("Piano lesson")


def test_settings_change_weeks_and_rows(hand: Finger) -> None:
    hand.tap("More options", "Settings", "First day of week", "Monday", "Show accounts in lists")
    hand.press("back")
    assert hand.sees("May 6 - May 12")
    hand.tap("Transactions")
    assert not hand.sees("Wallet")


def test_categories_labels_and_export(hand: Finger) -> None:
    hand.tap("Open navigation drawer", "Categories", "Add category", "Category name")
    hand.type("Pets")
    hand.tap("OK")
    assert ledger_of(hand).groups("expense")[-1].name == "Pets"
    hand.press("back")
    hand.tap("Open navigation drawer", "Labels", "Add label", "Label")
    hand.type("Garden")
    hand.tap("OK", "Delete Family", "Delete")
    assert ledger_of(hand).labels == ["Garden", "Trip", "Work"]
    hand.press("back")
    hand.tap("Open navigation drawer", "Export", "Export to CSV")
    assert hand.sees("bluecoins_20240510_1.csv")
