"""Screens of the e-book reader."""

from __future__ import annotations

from collections.abc import Callable

from openphone_gym.phone.apps.cantook.screens import (
    books,
    catalogs,
    collections,
    imports,
    library,
    reader,
    reader_tools,
    settings,
)
from openphone_gym.phone.apps.cantook.screens import home as start
from openphone_gym.phone.apps.cantook.state import TABS, Cantook
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import Box

_TABS: dict[str, Callable[[Cantook, Nav], Box]] = dict(
    zip(
        TABS,
        (start.home_tab, library.library_tab, catalogs.catalogs_tab, settings.settings_tab),
        strict=True,
    )
)


def home(state: Cantook, nav: Nav) -> Box:
    """The open place of the bar at the foot."""
    return _TABS[state.tab](state, nav)


SCREENS = (
    home,
    start.recent,
    library.group,
    library.sorting,
    library.search,
    books.book_menu,
    books.book_info,
    books.book_collections,
    books.delete_book,
    collections.collection,
    collections.collection_name,
    collections.collection_menu,
    collections.collection_books,
    collections.delete_collection,
    catalogs.add_catalog,
    catalogs.add_url,
    catalogs.feed,
    catalogs.feed_menu,
    catalogs.libraries,
    catalogs.browse,
    catalogs.offer,
    settings.choice,
    settings.color,
    settings.accounts,
    settings.sign_in,
    settings.rate,
    imports.import_folder,
    reader.reader,
    reader.reader_sample,
    reader_tools.contents,
    reader_tools.passage,
    reader_tools.note,
    reader_tools.book_search,
    reader_tools.display,
)

ACTIONS = (imports.import_file, imports.open_file)
