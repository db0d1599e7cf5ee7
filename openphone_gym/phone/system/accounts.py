"""Accounts that the user is signed in to, for the whole phone.

An app that brings the user's account with it declares its kind (``App(account="Google")``); apps of one
kind share one. ``nav.account("Google")`` is the record, or None.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from openphone_gym.phone.app import installed_apps
from openphone_gym.phone.system.state import Account, System

if TYPE_CHECKING:
    from openphone_gym.phone.world.parts import World


def add_declared(system: System, world: World) -> None:
    """Signs the user in to what the apps of a new phone declare."""
    for app in installed_apps().values():
        if app.account:
            sign_in(system, app.account, world.user.mail, app.package)


def find(system: System, kind: str) -> Account | None:
    """The account of a kind, if the user has one."""
    return next((account for account in system.accounts if account.kind == kind), None)


def sign_in(system: System, kind: str, name: str, package: str) -> Account:
    """Has an app use the account of a kind and name, which is made if there is none."""
    account = next((one for one in system.accounts if (one.kind, one.name) == (kind, name)), None)
    if account is None:
        account = Account(kind, name)
        system.accounts.append(account)
    if package not in account.apps:
        account.apps.append(package)
    return account


def remove(system: System, kind: str, name: str) -> None:
    """Signs the user out everywhere."""
    system.accounts = [one for one in system.accounts if (one.kind, one.name) != (kind, name)]
