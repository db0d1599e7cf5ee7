"""Screens of Zoom, by topic."""

from __future__ import annotations

from openphone_gym.phone.apps.zoom.screens import account, join, meeting, settings, welcome

SCREENS = (
    welcome.welcome,
    join.join,
    join.join_by_link,
    meeting.meeting,
    meeting.participants,
    meeting.more,
    meeting.leave,
    account.sign_in,
    account.sso,
    account.forgot_password,
    account.sign_up,
    settings.settings,
    settings.meetings,
    settings.audio_choice,
    settings.audio_number,
    settings.skin_tone,
    settings.background_choice,
    settings.contacts,
    settings.team_chat,
    settings.general,
    settings.accessibility,
    settings.about,
    settings.licences,
)

ACTIONS = (
    meeting.connect,
    meeting.connect_audio,
    meeting.enter,
)
