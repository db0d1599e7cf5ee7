"""Screens of the forum."""

from __future__ import annotations

from collections.abc import Callable

from openphone_gym.phone.apps.reddit.screens import (
    communities,
    community,
    composer,
    drawers,
    inbox,
    kept,
    menus,
    post,
    profile,
    results,
    search,
    settings,
    walls,
)
from openphone_gym.phone.apps.reddit.screens import home as start
from openphone_gym.phone.apps.reddit.state import Reddit
from openphone_gym.phone.system.nav import Nav
from openphone_gym.phone.toolkit.box import Box

_TABS: dict[str, Callable[[Reddit, Nav], Box]] = {
    "Home": start.home_tab,
    "Communities": communities.communities_tab,
    "Chat": inbox.chat_tab,
    "Inbox": inbox.inbox_tab,
}


def home(state: Reddit, nav: Nav) -> Box:
    """The open place of the bar at the foot; a wall while nobody is logged in."""
    return _TABS[state.tab](state, nav) if state.signed_in else settings.log_in(state, nav)


SCREENS = (
    home,
    start.feed_menu,
    drawers.drawer,
    drawers.account,
    drawers.feed_name,
    drawers.custom_feed,
    drawers.custom_feed_menu,
    drawers.delete_feed,
    drawers.feed_communities,
    community.community,
    community.post_order,
    community.leave,
    community.notify_level,
    community.community_menu,
    community.add_to_feed,
    community.about,
    communities.topic,
    search.search,
    results.results,
    results.search_sort,
    results.search_time,
    post.post,
    post.comment_order,
    menus.post_menu,
    menus.share,
    menus.report,
    post.picture,
    menus.comment_menu,
    menus.delete,
    composer.create,
    composer.flair,
    composer.choose_community,
    composer.leave_post,
    composer.drafts,
    composer.reply,
    composer.discard_comment,
    profile.profile,
    profile.edit_profile,
    profile.member_menu,
    profile.block,
    kept.saved,
    kept.history,
    kept.hidden,
    kept.muted,
    inbox.inbox_menu,
    inbox.new_chat,
    inbox.chat,
    settings.settings,
    settings.preference,
    settings.account_settings,
    settings.log_out,
    walls.email_wall,
    walls.notification_wall,
    walls.rating,
    walls.premium_offer,
)

ACTIONS = (kept.unsave, kept.unhide, composer.take)
