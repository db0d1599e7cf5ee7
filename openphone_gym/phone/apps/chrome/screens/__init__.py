"""Screens of the browser."""

from __future__ import annotations

from openphone_gym.phone.apps.chrome.screens import (
    bookmarks,
    downloads,
    history,
    menu,
    omnibox,
    prompts,
    settings,
    site_info,
    start,
    tabs,
    webpage,
)
from openphone_gym.phone.apps.chrome.state import NEW_TAB, Chrome
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import Box


def home(state: Chrome, nav: Nav) -> Box:
    """The tab in front; without one, the tab switcher."""
    tab = state.tab
    if tab is None:
        return tabs.tab_switcher(state, nav)
    if tab.url != NEW_TAB:
        return webpage.web_page(state, nav, tab)
    return (start.incognito_page if tab.incognito else start.new_tab_page)(state, nav, tab)


SCREENS = (
    home,
    menu.menu,
    menu.link_menu,
    omnibox.omnibox,
    omnibox.voice,
    tabs.tab_switcher,
    tabs.tabs_menu,
    tabs.close_tabs,
    tabs.recent_tabs,
    bookmarks.bookmarks,
    bookmarks.bookmark_menu,
    bookmarks.folder_menu,
    bookmarks.edit_bookmark,
    bookmarks.move_bookmark,
    bookmarks.new_folder,
    bookmarks.edit_folder,
    bookmarks.add_to_reading_list,
    bookmarks.bookmark_search,
    history.history,
    history.clear_data,
    history.time_range,
    downloads.downloads,
    downloads.download_menu,
    downloads.download,
    site_info.site_info,
    site_info.connection,
    site_info.cookie_settings,
    site_info.site_menu,
    site_info.translate_options,
    settings.settings,
    settings.theme,
    settings.search_engine,
    settings.homepage,
    settings.accessibility,
    settings.settings_page,
    settings.choice,
    settings.kept_data,
    settings.safety_check,
    settings.about,
    settings.terms,
    settings.sign_in,
    prompts.sign_in_promo,
    prompts.notifications_promo,
    prompts.default_browser_promo,
)

ACTIONS = (
    menu.switch_tab,
    bookmarks.open_bookmark,
    bookmarks.edit_new_bookmark,
    bookmarks.show_reading_list,
)
