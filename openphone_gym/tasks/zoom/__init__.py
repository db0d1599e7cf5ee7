"""Tasks of Zoom: the join page and the meeting settings. Source of goals and values: AndroidLab."""
