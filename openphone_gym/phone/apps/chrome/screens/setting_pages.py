"""What stands on the pages of the settings: switches, choices, and ways to other pages."""

from __future__ import annotations

from typing import NamedTuple


class Switched(NamedTuple):
    """A switch, and whether it is on on a new phone."""

    name: str
    on: bool = False
    told: str = ""


class Choice(NamedTuple):
    """A choice of one; the first option holds on a new phone."""

    name: str
    options: tuple[str, ...]


class Way(NamedTuple):
    """A row that leads to a screen, or with none only tells something."""

    name: str
    told: str = ""
    screen: str = ""
    page: str = ""


Line = Switched | Choice | Way

ASK = ("Ask first", "Allowed", "Blocked")

PAGES: dict[str, tuple[Line, ...]] = {
    "Google services": (
        Switched(
            "Autocomplete searches and URLs", True, "Sends some cookies and searches to your search engine"
        ),
        Switched("Show suggestions for similar pages when a page can’t be found", True),
        Switched("Help improve Chrome’s features and performance", False),
        Switched("Make searches and browsing better", False),
    ),
    "Address bar": (
        Switched("Improve search suggestions", True),
        Choice("Address bar position", ("Top", "Bottom")),
    ),
    "Privacy and security": (
        Way("Delete browsing data", "Delete history, cookies, site data, cache…", "clear_data"),
        Choice("Safe Browsing", ("Standard protection", "Enhanced protection", "No protection")),
        Choice("Always use secure connections", ("Off", "On in Incognito", "On")),
        Switched(
            "Lock Incognito tabs when you leave Chrome", False, "Use screen lock to see open Incognito tabs"
        ),
        Way(
            "Third-party cookies", "Third-party cookies are blocked in Incognito", "settings_page", "Cookies"
        ),
        Switched("Send a “Do Not Track” request", False),
        Choice("Preload pages", ("Standard preloading", "Extended preloading", "No preloading")),
        Choice("Use secure DNS", ("Automatic", "Off", "Custom")),
        Way("Privacy guide", "Review your key privacy settings", "safety_check"),
    ),
    "Cookies": (
        Choice("Third-party cookies", ("Block in Incognito", "Allow", "Block")),
        Switched("Related sites can see your activity", True),
    ),
    "Notifications": (
        Switched("Downloads", True),
        Switched("Incognito", True),
        Switched("Sites", True),
        Switched("Tips and suggestions", False),
    ),
    "Toolbar shortcut": (
        Choice("Shortcut", ("Based on your usage", "New tab", "Share", "Voice search", "Translate")),
    ),
    "Tabs": (
        Switched("Auto-open synced tab groups", True),
        Choice("Move to inactive section", ("After 21 days", "After 7 days", "After 14 days", "Never")),
    ),
    "Accessibility": (
        Switched("Force enable zoom", False, "Override a website’s request to prevent zooming in"),
        Switched("Simplified view for web pages", False, "Offer to show articles in simplified view"),
        Switched("Jump start your search", False),
    ),
    "Site settings": (
        Way("All sites", "See what sites keep on this device", "settings_page", "Cookies"),
        Choice("Location", ASK),
        Choice("Camera", ASK),
        Choice("Microphone", ASK),
        Choice("Site notifications", ASK),
        Switched("JavaScript", True),
        Switched("Pop-ups and redirects", False),
        Switched("Intrusive ads", False),
        Switched("Desktop site", False, "Always ask for the desktop version of sites"),
        Switched("Sound", True),
    ),
    "Languages": (
        Choice("Chrome’s language", ("Device language", "English", "Deutsch", "Español", "Français", "中文")),
        Choice("Translate into this language", ("English", "German", "Spanish", "French", "Japanese")),
        Switched("Offer to send pages in other languages to Google Translate", True),
        Switched("Automatically translate", False),
    ),
    "Downloads": (
        Choice("Download location", ("Download", "SD card")),
        Switched("Ask where to save files", False),
        Switched("Download pages on Wi-Fi only", True),
    ),
    "Google Password Manager": (Switched("Offer to save passwords", True), Switched("Auto sign-in", True)),
    "Payment methods": (
        Switched("Save and fill payment methods", True),
        Switched("Allow sites to check if you have payment methods saved", True),
    ),
    "Addresses and more": (Switched("Save and fill addresses", True),),
}
"""Lines of each page by its title."""
