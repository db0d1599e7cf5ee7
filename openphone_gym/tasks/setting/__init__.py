"""Tasks of the system settings. Source of goals and values: AndroidLab."""
