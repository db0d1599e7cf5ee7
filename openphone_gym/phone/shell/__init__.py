"""A small shell over the virtual phone, for clients that speak ``adb shell``.

It shares the phone's state with the screens and never reaches the machine it runs on.
"""

from openphone_gym.phone.shell.analysis import followed, instruments, reads_input, screenshot
from openphone_gym.phone.shell.budget import Budget, Killed
from openphone_gym.phone.shell.errors import ShellError
from openphone_gym.phone.shell.files import FileError, Files, Status
from openphone_gym.phone.shell.grammar import parse
from openphone_gym.phone.shell.interpreter import Shell, run
from openphone_gym.phone.shell.lexer import Incomplete
from openphone_gym.phone.shell.log import View
from openphone_gym.phone.shell.streams import Printed
from openphone_gym.phone.shell.text import as_bytes, as_text, readable

__all__ = [
    "Budget",
    "FileError",
    "Files",
    "Incomplete",
    "Killed",
    "Printed",
    "Shell",
    "ShellError",
    "Status",
    "View",
    "as_bytes",
    "as_text",
    "followed",
    "instruments",
    "parse",
    "readable",
    "reads_input",
    "run",
    "screenshot",
]
