"""What Zoom remembers."""

from __future__ import annotations

import msgspec

AUDIO_CHOICES = ("Off", "WiFi or cellular data", "WiFi only", "Cellular data only")
SKIN_TONES = ("Default", "Light", "Medium-light", "Medium", "Medium-dark", "Dark")


class JoinForm(msgspec.Struct):
    """The join page: what is filled in but not yet used."""

    meeting_id: str = ""
    screen_name: str = "Pixel 7 Pro"
    without_audio: bool = False
    without_video: bool = False


class MeetingSettings(msgspec.Struct):
    """Settings > Meetings."""

    auto_connect_to_audio: str = "Off"
    reaction_skin_tone: str = "Default"
    mute_microphone: bool = False
    turn_off_video: bool = False


class Zoom(msgspec.Struct):
    """State of the app; nobody is signed in."""

    join_form: JoinForm = msgspec.field(default_factory=JoinForm)
    settings: MeetingSettings = msgspec.field(default_factory=MeetingSettings)
    joined: str = ""
