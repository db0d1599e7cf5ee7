"""The suite inside the stacks of others: a thin module each, on the public environment, behind an extra.

``import openphone_gym`` loads none of them. docs/integrations.md has the lines that a user writes.
"""
