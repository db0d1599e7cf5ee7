"""Kinds of places as the map calls and paints them, and the categories of its search."""

from __future__ import annotations

from typing import NamedTuple

ORANGE, BLUE, GREEN, RED, PURPLE, GREY, BROWN, TEAL = (
    0xFFE8710A, 0xFF1A73E8, 0xFF3C8C3C, 0xFFD93025, 0xFF8430CE, 0xFF5F6368, 0xFF8D6E63, 0xFF00796B,
)  # fmt: skip


class Kind(NamedTuple):
    """A kind of place.

    Attributes:
        label: What it is called.
        icon: Its icon.
        color: Colour of its marker.
        zoom: From how near its markers are shown.
    """

    label: str
    icon: str
    color: int
    zoom: int = 16


KINDS = {
    "restaurant": Kind("Restaurant", "silverware-fork-knife", ORANGE, 15),
    "cafe": Kind("Cafe", "coffee", ORANGE),
    "bar": Kind("Bar", "glass-cocktail", ORANGE),
    "bakery": Kind("Bakery", "bread-slice", ORANGE),
    "hotel": Kind("Hotel", "bed", PURPLE, 15),
    "supermarket": Kind("Supermarket", "cart", BLUE),
    "shop": Kind("Shop", "shopping", BLUE),
    "pharmacy": Kind("Pharmacy", "pill", RED),
    "bank": Kind("Bank", "bank", GREY),
    "atm": Kind("ATM", "cash-multiple", GREY, 17),
    "hospital": Kind("Hospital", "hospital-box", RED, 14),
    "doctor": Kind("Doctor", "stethoscope", RED, 17),
    "school": Kind("School", "school", BROWN),
    "university": Kind("University", "school", BROWN, 13),
    "library": Kind("Library", "library", BROWN),
    "museum": Kind("Museum", "palette", TEAL, 14),
    "theater": Kind("Theater", "drama-masks", TEAL, 15),
    "cinema": Kind("Cinema", "movie", TEAL, 15),
    "gym": Kind("Gym", "dumbbell", TEAL, 17),
    "park": Kind("Park", "tree", GREEN, 14),
    "fuel": Kind("Gas station", "gas-station", BLUE),
    "parking": Kind("Parking", "parking", BLUE),
    "post_office": Kind("Post office", "email", ORANGE),
    "hairdresser": Kind("Hairdresser", "content-cut", BLUE, 17),
    "office": Kind("Office", "office-building", GREY),
    "home": Kind("Building", "home", GREY, 99),
    "station": Kind("Subway station", "subway-variant", BLUE, 14),
    "bus_stop": Kind("Bus stop", "bus", BLUE, 15),
    "neighbourhood": Kind("Neighborhood", "map-marker", GREY, 99),
    "street": Kind("Street", "road-variant", GREY, 99),
    "point": Kind("Point on the map", "map-marker", RED, 99),
}
"""All kinds: the world's, and those of what is only a name or a point."""


class Category(NamedTuple):
    """A category of the search."""

    label: str
    icon: str
    kinds: tuple[str, ...]


CATEGORIES = (
    Category("Food", "silverware-fork-knife", ("restaurant", "cafe", "bar", "bakery")),
    Category("Hotel", "bed", ("hotel",)),
    Category("Groceries", "cart", ("supermarket", "bakery")),
    Category("Transport", "bus", ("station", "bus_stop")),
    Category("Gas", "gas-station", ("fuel",)),
    Category("Parking", "parking", ("parking",)),
    Category("Shopping", "shopping", ("shop", "supermarket")),
    Category("Sights", "camera", ("museum", "park", "theater")),
    Category("ATM", "cash-multiple", ("atm",)),
    Category("Bank", "bank", ("bank",)),
    Category("Entertainment", "drama-masks", ("cinema", "theater", "museum")),
    Category("Hospital", "hospital-box", ("hospital", "doctor")),
    Category("Pharmacy", "pill", ("pharmacy",)),
    Category("Education", "school", ("university", "school", "library")),
    Category("Post", "email", ("post_office",)),
    Category("Beauty & fitness", "content-cut", ("hairdresser", "gym")),
)
"""Categories in the order in which they are shown."""

SYNONYMS = {
    "fuel": ("gas", "petrol", "petrol station"),
    "bus_stop": ("bus",),
    "station": ("subway", "metro", "station", "train station"),
    "cafe": ("coffee",),
    "shop": ("store", "shops"),
    "atm": ("cash machine", "atms"),
    "neighbourhood": ("district", "neighbourhood"),
}
"""Other words for a kind."""
