"""What Zoom remembers."""

from __future__ import annotations

import msgspec

CALL_ME = "Call my phone number"
AUDIO_CHOICES = ("Off", "WiFi or cellular data", "WiFi only", CALL_ME)
SKIN_TONES = ("Default", "Light", "Medium-light", "Medium", "Medium-dark", "Dark")
BACKGROUND_CHOICES = ("All meetings", "Current meeting only")


class JoinForm(msgspec.Struct):
    """The join page: what is filled in but not yet used."""

    meeting_id: str = ""
    link_name: str = ""
    screen_name: str = "Pixel 7 Pro"
    without_audio: bool = False
    without_video: bool = False


class MeetingSettings(msgspec.Struct):
    """Settings > Meetings.

    Attributes:
        auto_connect_to_audio: One of ``AUDIO_CHOICES``.
        phone_number: Number to call for ``CALL_ME``.
        reaction_skin_tone: One of ``SKIN_TONES``.
        virtual_background: One of ``BACKGROUND_CHOICES``: for which meetings a background is kept.
    """

    auto_connect_to_audio: str = "Off"
    phone_number: str = ""
    mute_microphone: bool = False
    original_sound: bool = False
    turn_off_video: bool = False
    mirror_video: bool = True
    virtual_background: str = "All meetings"
    gallery_view: bool = True
    show_non_video: bool = True
    show_name: bool = True
    always_show_controls: bool = False
    show_connected_time: bool = False
    closed_captions: bool = False
    safe_driving_mode: bool = True
    confirm_leaving: bool = True
    reaction_skin_tone: str = "Default"
    animated_reactions: bool = True


class AppSettings(msgspec.Struct):
    """Settings > Contacts, Team Chat, General and Accessibility."""

    match_phone_contacts: bool = False
    contact_requests: bool = True
    link_preview: bool = True
    unread_on_top: bool = False
    chat_vibration: bool = True
    picture_in_picture: bool = True
    bandwidth_saver: bool = False
    crash_reports: bool = True
    large_captions: bool = False
    reduce_motion: bool = False
    hardware_keyboard: bool = False


class Zoom(msgspec.Struct):
    """State of the app; nobody is signed in.

    Attributes:
        join_form: What the join page holds.
        settings: Settings > Meetings.
        app_settings: The other pages of the settings.
        joined: Number or link name of the last meeting that Join was pressed for, or an empty string.
    """

    join_form: JoinForm = msgspec.field(default_factory=JoinForm)
    settings: MeetingSettings = msgspec.field(default_factory=MeetingSettings)
    app_settings: AppSettings = msgspec.field(default_factory=AppSettings)
    joined: str = ""
