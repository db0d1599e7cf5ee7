"""Tasks of Google Contacts. Source of goals and values: AndroidLab."""
