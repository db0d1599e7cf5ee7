"""Tasks of Calendario. Source of goals and values: AndroidLab."""
