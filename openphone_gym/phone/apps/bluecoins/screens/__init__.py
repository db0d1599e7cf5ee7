"""Screens of the ledger."""

from __future__ import annotations

from openphone_gym.phone.apps.bluecoins.screens import (
    accounts,
    budget,
    dashboard,
    filters,
    form,
    frame,
    reminders,
    reports,
    settings,
    transactions,
)
from openphone_gym.phone.apps.bluecoins.state import Bluecoins
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import Box

_TABS = {
    "Main": dashboard.main_tab,
    "Transactions": transactions.transactions_tab,
    "Reminders": reminders.reminders_tab,
    "Balance Sheet": accounts.balance_tab,
    "Budget": budget.budget_tab,
    "Net Earnings": reports.earnings_tab,
    "Items Summary": reports.items_tab,
}


def home(ledger: Bluecoins, nav: Nav) -> Box:
    """The open tab."""
    return _TABS[ledger.tab](ledger, nav)


SCREENS = (
    home,
    frame.overflow,
    frame.drawer,
    transactions.period,
    transactions.go_to_date,
    transactions.search,
    transactions.row_menu,
    transactions.delete,
    transactions.trash,
    transactions.trashed,
    transactions.empty_trash,
    form.form,
    form.form_menu,
    form.leave,
    form.form_date,
    form.form_time,
    form.form_category,
    form.form_account,
    form.form_to,
    form.form_status,
    form.form_labels,
    form.currency,
    form.photo,
    form.calculator,
    accounts.account,
    accounts.timeline,
    accounts.reconcile,
    accounts.account_editor,
    accounts.delete_account,
    budget.budget,
    reminders.reminder_menu,
    reminders.reminder,
    reminders.delete_reminder,
    reminders.reminder_date,
    reminders.reminder_every,
    reports.report,
    reports.category_report,
    reports.item_report,
    filters.filters,
    filters.filter_kind,
    filters.filter_range,
    filters.filter_dates,
    filters.filter_category,
    filters.filter_account,
    filters.filter_label,
    filters.filter_status,
    filters.filter_chart,
    settings.settings,
    settings.first_day,
    settings.start_tab,
    settings.default_account,
    settings.categories,
    settings.category_editor,
    settings.labels,
    settings.new_label,
    settings.delete_label,
    settings.export,
    settings.help,
    settings.default_folder,
)
