"""What the preparations of several tabs of a real clock share."""

from __future__ import annotations

TWELVE_HOURS = "Let the phone speak English and show times in the 12-hour format."
NOON = "Set the date to 2024-05-10 and the time to 12:00, and let the phone not set them by itself."
