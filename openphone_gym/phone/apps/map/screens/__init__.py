"""Screens of the map."""

from __future__ import annotations

from openphone_gym.phone.apps.map.screens import bookmarks, downloads, home, my_places, place, search, settings, trip

SCREENS = (
    home.home,
    home.layers,
    home.menu,
    search.search,
    search.clear_history,
    search.results_map,
    place.place,
    place.place_menu,
    place.choose_point,
    trip.trip,
    trip.trip_options,
    trip.trip_details,
    trip.navigation,
    trip.stop_navigation,
    my_places.my_places,
    my_places.slot_menu,
    bookmarks.bookmark_lists,
    bookmarks.bookmark_list,
    bookmarks.list_menu,
    bookmarks.list_name,
    bookmarks.delete_list,
    bookmarks.bookmark,
    bookmarks.choose_list,
    bookmarks.choose_color,
    bookmarks.delete_bookmark,
    downloads.downloads,
    downloads.download,
    downloads.region_menu,
    downloads.guides,
    downloads.guide,
    settings.settings,
    settings.preference,
    settings.help_page,
)
