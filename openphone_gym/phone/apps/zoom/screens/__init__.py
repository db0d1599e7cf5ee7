"""Screens of Zoom, by topic."""
