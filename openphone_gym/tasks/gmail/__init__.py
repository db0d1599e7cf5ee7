"""Tasks of the mail app."""
