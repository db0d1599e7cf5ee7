"""XPath 1.0 over a screen, for clients that look for elements by it.

Written for budgets: every node that is looked at is charged, so that no expression keeps a phone busy.
"""

from openphone_gym.serve.xpath.reader import find
from openphone_gym.serve.xpath.values import InvalidXPath

__all__ = ["InvalidXPath", "find"]
