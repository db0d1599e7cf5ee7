"""Tasks of the map. Source of goals and values: AndroidLab."""
