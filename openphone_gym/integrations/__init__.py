"""The suite inside the stacks of others: thin modules on the public environment, each behind an extra.

``import openphone_gym`` loads none of them. docs/integrations.md has the lines that a user writes.
"""
