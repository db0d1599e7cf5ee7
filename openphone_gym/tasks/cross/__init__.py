"""Our own tasks that go through several apps: what is read in one is needed in another.

A solution knows what the goal says and nothing else. What it reads on a screen it keeps in the notes of its
hand (`Hand.once`) until it is needed; `tests/tasks/test_cross.py` proves both.
"""
