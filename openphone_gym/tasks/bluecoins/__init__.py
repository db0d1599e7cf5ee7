"""Tasks of the ledger Bluecoins. Source of goals and values: AndroidLab."""
