"""Tasks of Google Clock. Source of goals and values: AndroidLab."""
