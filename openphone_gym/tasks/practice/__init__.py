"""Practice: goals without end, made from the apps themselves.

A search over forks (``search``) visits the places of each app and does everything that can be touched there.
What it changes, opens or shows is a template (``index``); on a drawn phone a template becomes an errand
(``errand``) with names, values and exact conditions (``targets``), worded in plain English (``wording``).
``suite`` has a task for each app and shape: one thing, a question, two things, three things. ``split`` says
what is kept from training.
"""
