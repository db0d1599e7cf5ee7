"""Zoom: joining video meetings by number, without an account."""

from __future__ import annotations

from openphone_gym.phone.app import App
from openphone_gym.phone.apps.zoom.screens import account, join, meeting, settings, welcome
from openphone_gym.phone.apps.zoom.seed import seed
from openphone_gym.phone.apps.zoom.state import Zoom

APPS = [
    App(
        id="zoom",
        package="us.zoom.videomeetings",
        activity="com.zipow.videobox.WelcomeActivity",
        label="Zoom",
        icon="video",
        color=0xFF0B5CFF,
        state=Zoom,
        seed=seed,
        screens=[
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
        ],
        actions=[meeting.connect, meeting.connect_audio, meeting.enter],
        accent="zoom",
        aliases=["Zoom Workplace", "Zoom Meeting"],
    )
]
