"""Tasks of Pi Music Player. Source of goals and values: AndroidLab."""
