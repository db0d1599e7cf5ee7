"""Screens of the system UI, by topic."""
