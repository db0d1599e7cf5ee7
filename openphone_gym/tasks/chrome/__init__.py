"""Tasks of the browser."""
