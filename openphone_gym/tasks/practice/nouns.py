"""What things are called: items of lists, parts of their cards, fields whose words are their content."""

from __future__ import annotations

from collections.abc import Mapping

NOUNS: Mapping[tuple[str, str], str] = {
    ("bluecoins", "item_textview"): "the transaction “{}”",
    ("bluecoins", "account_textview"): "the account “{}”",
    ("calendar", "title"): "“{}”",
    ("cantook", "book_title"): "the book “{}”",
    ("cantook", "title"): "“{}”",
    ("chrome", "line_1"): "“{}”",
    ("chrome", "title"): "“{}”",
    ("clock", "label"): "the alarm “{}”",
    ("clock", "digital_clock"): "the alarm at {}",
    ("clock", "days_of_week"): "the alarm with “{}”",
    ("contacts", "cliv_name_textview"): "the contact {}",
    ("gmail", "senders"): "the mail from {}",
    ("gmail", "sender_name"): "the message from {}",
    ("gmail", "viewified_conversation_item_view"): "the mail “{}”",
    ("map", "title"): "“{}”",
    ("setting", "title"): "“{}”",
}
"""How an item is called, by app and resource id of its words."""

SERIES: Mapping[tuple[str, str], str] = {
    ("bluecoins", "item_textview"): "transaction",
    ("cantook", "book_title"): "book",
    ("clock", "label"): "alarm",
    ("contacts", "cliv_name_textview"): "contact",
    ("gmail", "senders"): "mail",
}
"""What one of a list is called, where it may be named by its place: the third mail."""

DEEDS: Mapping[tuple[str, str], str] = {
    ("gmail", "star"): "star {}",
    ("gmail", "Report spam"): "report {} as spam",
    ("contacts", "menu_star"): "star {}",
    ("reddit", "join_button"): "join {}",
    ("contacts", "Call"): "call {}",
    ("clock", "Start"): "start the stopwatch",
    ("map", "Route to"): "plan a route to {}",
    ("map", "Route from"): "plan a route from {}",
}
"""What is done, by app and what is touched, where the words of the button do not say it well."""

FIELDS: Mapping[tuple[str, str], str] = {
    ("bluecoins", "amount_edittext"): "amount",
    ("bluecoins", "item_edittext"): "name",
    ("bluecoins", "name_edittext"): "account name",
    ("bluecoins", "edittext"): "value",
    ("cantook", "collection_name"): "collection name",
    ("cantook", "url"): "address",
    ("clock", "material_hour_text_input"): "hour",
    ("clock", "material_minute_text_input"): "minute",
    ("chrome", "custom_uri"): "address of the homepage",
    ("chrome", "url_bar"): "address to go to",
    ("gmail", "wc_body"): "text",
    ("gmail", "meeting_code"): "meeting code",
    ("gmail", "to"): "recipient",
    ("map", "name"): "list name",
    ("setting", "edit"): "name",
    ("zoom", "edtScreenName"): "name",
}
"""What a field is called where its hint is an example or its content."""

MENUS = frozenset(
    (
        "more options", "open navigation drawer", "menu", "more", "navigate up", "options",
        "customize and control google chrome", "logged in avatar",
    )
)  # fmt: skip
"""What only leads on, in lower case: no goal names it."""

VERBS = frozenset(
    (
        "add", "allow", "always", "archive", "arrange", "ask", "attach", "block", "call", "cancel",
        "change", "check", "choose", "clear", "close", "connect", "copy", "create", "customize",
        "delete", "disable", "disconnect", "discard", "dislike", "dismiss", "download", "duplicate",
        "edit", "empty", "enable", "end", "export", "favorite", "filter", "follow", "forget", "get",
        "go", "hide", "import", "include", "insert", "install", "invite", "join", "keep", "leave",
        "let", "like", "limit", "lock", "make", "manage", "mark", "match", "move", "mute", "open",
        "pair", "pause", "pin", "play", "post", "print", "put", "read", "record", "refresh", "remind",
        "remove", "rename", "reorder", "repeat", "reply", "report", "require", "reset", "restore",
        "resume", "route", "save", "scan", "search", "see", "select", "send", "set", "share", "shuffle",
        "skip", "show", "snooze", "sort", "star", "start", "stop", "subscribe", "swap", "swipe",
        "switch", "sync", "turn", "unfollow", "uninstall", "unlike", "unmute", "unpin", "unstar",
        "unsubscribe", "update", "upload", "upvote", "downvote", "use", "vibrate", "view", "vote",
        "write", "zoom", "don't", "do",
    )
)  # fmt: skip
"""First words of labels that are orders."""


BEGINS = frozenset(
    (
        "add", "create", "edit", "search", "see", "choose", "select", "change", "manage", "customize",
        "import", "view",
    )
)  # fmt: skip
"""Those of them that may name a page."""

LINKS = frozenset(("as", "to", "from", "for", "in", "on", "with", "into"))
"""Second words of labels before which an object is put: mark ... as read."""


def is_order(label: str) -> bool:
    """Whether a label says what to do, so that it can't stand for a thing."""
    return bool(label) and label.split()[0].lower() in VERBS


def takes_object(label: str) -> bool:
    """Whether an order says to what it is done only by where it stands."""
    words = label.split()
    return len(words) == 1 or not is_order(label) or words[1].lower() in LINKS
