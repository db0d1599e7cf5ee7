"""What is typed into a field, by what the field asks for."""

from __future__ import annotations

import random
import re

from openphone_gym.tasks.practice.nouns import FIELDS
from openphone_gym.tasks.practice.touch import FIELD, SLIDER, Touch

NAMES = (
    "Ines", "Tomas", "Greta", "Milan", "Aino", "Pedro", "Yara", "Oskar", "Leila", "Hugo", "Marta",
    "Emil", "Nadia", "Felix", "Romy", "Jonas", "Selma", "Arthur", "Paula", "Viktor",
)  # fmt: skip
FAMILIES = (
    "Lindqvist", "Moreau", "Okafor", "Petrov", "Salazar", "Tanaka", "Ueda", "Vance", "Whitmore",
    "Zeller", "Baptiste", "Cortez", "Dorsey", "Eklund", "Farrow", "Grimaldi",
)  # fmt: skip
THINGS = (
    "Garden plan", "Spring cleaning", "Bike repair", "Book club", "Piano lesson", "Trip to the lake",
    "Team lunch", "Dentist", "Car wash", "Birthday cake", "Weekly review", "Grocery list",
    "Pottery class", "Rent", "New shoes", "Train tickets", "Movie night", "Yoga", "Choir practice",
    "House keys", "Running", "Old photos", "Rainy day",
)  # fmt: skip
SENTENCES = (
    "See you on Friday", "Please bring the keys", "The meeting moved to three", "Thanks for your help",
    "I will be ten minutes late", "Let us talk about the budget", "The parcel has arrived",
    "Dinner is at eight", "Can we meet tomorrow", "The report is ready", "Do not forget the tickets",
    "Happy to join you",
)  # fmt: skip
SEARCHES = (
    "coffee", "garden", "mountains", "jazz", "bread", "bicycles", "history", "paint", "rivers", "chess",
    "pasta", "stars", "running", "guitar", "cats", "museum",
)  # fmt: skip

LEVELS = ("0%", "25%", "50%", "75%", "100%")
"""Where sliders are moved; they stop at the nearest of their steps."""

_KINDS = (
    ("number", r"\b(phone|mobile|number|tel|fax|meeting id|pin|passcode)\b"),
    ("sentence", r"\b(body|message|comment|note|notes|description|reply|text|thoughts)\b"),
    ("mail", r"\b(e-?mail|cc|bcc|recipient)\b"),
    ("amount", r"\b(amount|price|balance|budget|0\.00|limit|goal)\b"),
    ("address", r"\b(url|website|web address|address)\b"),
    ("count", r"\b(minutes|hours|seconds|count|quantity|days|year|month)\b"),
    ("name", r"\b(first name|given|name prefix|nickname|your name|name)\b"),
    ("family", r"\b(last name|family|surname)\b"),
    ("search", r"\b(search|find|where)\b"),
)  # fmt: skip


def value_of(app: str, touch: Touch, seed: str) -> str:
    """What a draw types into a field, or where it moves a slider; nothing where it is neither."""
    rng = random.Random(f"{touch.label}/{seed}")
    if touch.role == SLIDER:
        return rng.choice(LEVELS)
    if touch.role != FIELD:
        return ""
    words = FIELDS.get((app, touch.id), f"{touch.label} {touch.id.replace('_', ' ')}").lower()
    kind = next((kind for kind, asked in _KINDS if re.search(asked, words)), "thing")
    return _draw(kind, rng)


def _draw(kind: str, rng: random.Random) -> str:
    if kind == "number":
        return "555" + "".join(str(rng.randrange(10)) for _ in range(7))
    if kind == "mail":
        return f"{rng.choice(NAMES)}.{rng.choice(FAMILIES)}@example.com".lower()
    if kind == "amount":
        return str(rng.randrange(12, 980))
    if kind == "count":
        return str(rng.randrange(2, 50))
    if kind == "address":
        return f"www.{rng.choice(SEARCHES)}.example.com"
    return rng.choice(
        {"name": NAMES, "family": FAMILIES, "search": SEARCHES, "sentence": SENTENCES}.get(kind, THINGS)
    )
