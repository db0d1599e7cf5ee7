"""``pm install``: of packages that are no apps of the phone, it takes those that stand in for programs.

These are ``android_env``'s forwarder and what Appium's driver brings along.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from openphone_gym.phone.shell import appium, forwarding, packages
from openphone_gym.phone.shell.archives import package_of
from openphone_gym.phone.shell.errors import ShellError
from openphone_gym.phone.shell.files import FileError, Files

if TYPE_CHECKING:
    from openphone_gym.phone.phone import Phone


def install(phone: Phone, archive: bytes) -> str:
    """Installs an archive of a package.

    Returns:
        What the package manager says.

    Raises:
        ShellError: The phone can't run what is in it.
    """
    package = package_of(archive)
    if package == forwarding.PACKAGE:
        forwarding.install(phone.system)
    elif package in appium.LABELS:
        phone.system.packages.setdefault(package, appium.package(package))
    elif package not in phone.system.packages:
        raise ShellError(f"Failure [{packages.NO_INSTALL}]")
    return "Success\n"


def pm(phone: Phone, files: Files, arguments: Sequence[str], text: str) -> str:
    """``pm install [OPTION...] FILE``, and what else the package manager does."""
    match arguments:
        case ["install", *_, path]:
            try:
                return install(phone, files.read(path))
            except FileError as error:
                raise ShellError(f"Error: Unable to open file: {path}: {error}") from None
    return packages.pm(phone, arguments, text)
