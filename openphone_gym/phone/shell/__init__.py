"""A small shell over the virtual phone, for clients that speak ``adb shell``.

It shares the phone's state with the screens and never reaches the machine it runs on.
"""

from openphone_gym.phone.shell.files import FileError, Files, Status
from openphone_gym.phone.shell.interpreter import run
from openphone_gym.phone.shell.text import as_bytes

__all__ = ["FileError", "Files", "Status", "as_bytes", "run"]
