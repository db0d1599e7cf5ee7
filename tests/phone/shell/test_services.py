"""What Android's services answer to ``cmd``, ``dumpsys``, ``am`` and ``pm``, and what they refuse."""

from __future__ import annotations

import pytest

from openphone_gym.phone.phone import Phone
from openphone_gym.phone.shell import Shell, run
from openphone_gym.ui.xml import from_xml

CLOCK = "com.google.android.deskclock"
ZOOM = "us.zoom.videomeetings"


@pytest.fixture
def phone() -> Phone:
    return Phone.new()


def out(phone: Phone, script: str) -> str:
    text, code = run(phone, script)
    assert code == 0, text
    return text


def test_the_battery(phone):
    assert out(phone, "cmd battery get level; dumpsys battery | grep -c 'USB powered: true'") == "85\n1\n"
    out(phone, "dumpsys battery set level 14; cmd battery unplug")
    assert phone.system.battery == 14
    assert "status: 3" in out(phone, "dumpsys battery")
    out(phone, "dumpsys battery reset")
    assert out(phone, "cmd battery get level; cmd battery get status") == "85\n2\n"
    assert phone.snapshot() == Phone.new().snapshot()


def test_volumes(phone):
    assert "volume is 5 in range [0..7]" in out(phone, "cmd media_session volume --stream 2 --get")
    out(phone, "media volume --show --stream 3 --set 12; cmd media_session volume --stream 3 --adj raise")
    assert phone.system.settings["system"]["volume_music_speaker"] == "13"
    assert "streamVolume:13" in out(phone, "dumpsys audio")


def test_networks(phone):
    assert 'Wifi is connected to "AndroidWifi"' in out(phone, "cmd wifi status")
    assert "AndroidWifi" in out(phone, "cmd wifi list-networks; cmd wifi list-scan-results")
    out(phone, "cmd wifi forget-network 0")
    assert "not connected" in out(phone, "cmd wifi status")
    out(phone, "cmd wifi connect-network AndroidWifi open")
    assert "WIFI CONNECTED" in out(phone, "dumpsys connectivity")
    out(phone, "cmd wifi set-wifi-enabled disabled; cmd bluetooth_manager disable")
    assert "Wi-Fi is disabled" in out(phone, "dumpsys wifi")
    assert "state: OFF" in out(phone, "dumpsys bluetooth_manager")
    out(phone, "cmd location set-location-enabled false; svc bluetooth enable")
    assert out(phone, "cmd location is-location-enabled") == "false\n"
    assert "location [u0]: false" in out(phone, "dumpsys location")


def test_notifications(phone):
    phone.act("clock", "boot")
    out(phone, "cmd notification set_dnd priority")
    assert phone.system.settings["global"]["zen_mode"] == "1"
    assert "mZenMode=1" in out(phone, "dumpsys notification --noredact")
    out(phone, "cmd notification allow_listener com.google.android.projection.gearhead/.Listener")
    assert run(phone, "cmd notification get nope")[1] == 1


def test_brightness_and_power(phone):
    assert out(phone, "cmd display get-brightness 0") == "0.4000000\n"
    out(phone, "cmd display set-brightness 1.0; cmd power set-mode 1")
    assert phone.system.settings["system"]["screen_brightness"] == "255"
    assert phone.system.settings["global"]["low_power"] == "1"


def test_input_and_packages_are_services_too(phone):
    assert "package:" in out(phone, f"cmd package path {CLOCK}; cmd -w activity get-current-user")
    out(phone, f"cmd activity start -n {CLOCK}/com.android.deskclock.DeskClock; cmd input keyevent HOME")
    assert phone.showing("launcher")
    for source in ("joystick", "gamepad", "rotaryencoder", "trackball"):
        out(phone, f"input {source} keyevent BACK")


def test_permissions_are_granted_by_their_android_names(phone):
    out(phone, f"pm grant {ZOOM} android.permission.CAMERA")
    assert phone.system.packages[ZOOM].permissions["Camera"] is True
    told = out(phone, f"dumpsys package {ZOOM}")
    assert "android.permission.CAMERA: granted=true" in told
    assert "android.permission.RECORD_AUDIO: granted=false" in told
    out(phone, f"pm revoke --user 0 {ZOOM} android.permission.CAMERA")
    assert phone.system.packages[ZOOM].permissions["Camera"] is False
    assert "permission:android.permission.CAMERA\n" in out(phone, "pm list permissions")


def test_versions_have_numbers(phone):
    assert f"package:{ZOOM} versionCode:5017011\n" in out(phone, "pm list packages --show-versioncode")
    assert "versionCode=5017011 " in out(phone, f"dumpsys package {ZOOM}")


def test_lists_of_packages_are_filtered(phone):
    out(phone, f"pm disable-user --user 0 {ZOOM}")
    assert out(phone, "pm list packages -d") == f"package:{ZOOM}\n"
    assert ZOOM not in out(phone, "pm list packages -e")
    assert out(phone, "pm list packages --user 0 deskclock") == f"package:{CLOCK}\n"
    assert "installer=com.android.vending" in out(phone, f"pm list packages -i {ZOOM}")
    out(phone, f"pm default-state {ZOOM}")
    assert out(phone, "pm list packages -d") == ""


def test_settings_are_those_of_a_user(phone):
    out(phone, "settings put --user 0 global x y; settings --user current put global x z")
    assert (
        out(phone, "settings get --user current global x; settings list --user 0 global | grep ^x")
        == "z\nx=z\n"
    )


def test_what_is_in_front_is_not_killed(phone):
    phone.launch(CLOCK)
    out(phone, f"am kill {CLOCK}")
    assert phone.showing("clock")
    out(phone, "input keyevent HOME; am kill-all")
    assert CLOCK not in out(phone, "am stack list")


def test_intents_may_be_written_as_one_word(phone):
    out(phone, "am start 'intent:#Intent;action=android.settings.BLUETOOTH_SETTINGS;end'")
    assert phone.showing("setting", "bluetooth")
    out(phone, "am start 'intent://example.com/#Intent;scheme=https;end'")
    assert phone.showing("chrome")
    out(phone, "am start -a android.settings.ZEN_MODE_SETTINGS")
    assert phone.showing("setting", "zen")


def test_a_monkey_plays_by_its_seed():
    shown = []
    for seed in (1, 1, 2):
        phone = Phone.new()
        assert "Events injected: 20\n" in out(phone, f"monkey -p {CLOCK} -s {seed} -v 20")
        shown.append(phone.snapshot())
    assert shown[0] == shown[1] != shown[2]


def test_measuring_tools_are_answered(phone):
    phone.launch(CLOCK)
    assert "Total frames rendered:" in out(phone, f"dumpsys gfxinfo {CLOCK} framestats")
    assert f"{CLOCK}/" in out(phone, "dumpsys SurfaceFlinger --list")
    assert "TOTAL" in out(phone, "dumpsys cpuinfo; dumpsys -t 5 meminfo")
    assert "mBaseDisplayInfo=DisplayInfo{" in out(phone, "dumpsys display")
    assert "mServedView=null" in out(phone, "dumpsys input_method")
    assert "mNightMode=1 (no)" in out(phone, "dumpsys uimode")


def test_dumps_can_leave_out_what_says_nothing(phone):
    phone.launch(CLOCK)
    whole = from_xml(out(phone, "uiautomator dump /dev/tty").partition("UI hier")[0])
    short = from_xml(out(phone, "uiautomator dump --compressed /dev/tty").partition("UI hier")[0])
    assert len(list(short.walk())) < len(list(whole.walk()))
    assert short.texts() == whole.texts()


def test_the_log_is_searched(phone):
    assert out(phone, "log -t A one; log -t A two; logcat -d -v raw -e '^t' -s A") == "two\n"
    assert out(phone, "log -t A one; logcat -d -v raw -s A --pid=1") == ""
    assert out(phone, "log -t A one; log -t A two; logcat --format=raw --max-count=1 A '*:S'") == "one\n"


SILENT = {
    "cmd battery set level full": 255,
    "cmd battery nope": 255,
    "cmd wifi connect-network Nope wpa2 words": 255,
    "cmd wifi nope": 255,
    "cmd media_session dispatch nope": 255,
    "cmd media_session volume --stream 3 --set 99": 255,
    "cmd notification set_dnd maybe": 255,
    "cmd notification allow_listener org.example/.A": 255,
    "cmd overlay enable org.example": 255,
    "cmd uimode night maybe": 255,
    "cmd power set-mode x": 255,
    "cmd display set-brightness 2": 255,
    "cmd location set-location-enabled maybe": 255,
    "cmd bluetooth_manager wait-for-state:STATE_OFF": 255,
    "cmd role add-role-holder android.app.role.SMS com.android.chrome": 255,
    "cmd nope x": 20,
    "pm grant org.example android.permission.CAMERA": 255,
    f"pm grant {ZOOM} android.permission.NOPE": 255,
    f"pm grant {CLOCK} android.permission.READ_SMS": 255,
    "pm list packages -z": 255,
    "pm list nope": 255,
    "pm disable org.example": 255,
    "pm compile -m speed org.example": 255,
    "am task lock 1": 255,
    "am task": 255,
    "am switch-user 10": 255,
    "am force-stop": 255,
    "svc power stayon nope": 255,
    "svc power reboot": 255,
    "svc nfc nope": 255,
    "monkey --nope 1": 255,
    f"monkey -p {CLOCK}": 255,
    "input -d 7 tap 1 1": 255,
    "input keyevent --nope 3": 255,
    "screencap -d 99 -p /sdcard/x.png": 1,
    "uiautomator events": 1,
    "uiautomator nope": 1,
    "logcat -d -z": 1,
    "logcat -d -b nope": 1,
    "log": 255,
    "settings put system screen_brightness 300": 255,
}


@pytest.mark.parametrize(("command", "code"), SILENT.items(), ids=SILENT)
def test_nothing_is_refused_in_silence(phone, command, code):
    before = phone.snapshot().system
    printed, ended = Shell(phone).execute(command)
    assert "".join(piece.text for piece in printed).strip()
    assert ended == code
    assert phone.snapshot().system == before


def test_a_service_that_is_not_there_is_told_as_on_android(phone):
    printed, code = Shell(phone).execute("dumpsys nope")
    assert (printed[0].text, printed[0].is_error, code) == ("Can't find service: nope\n", True, 0)
    assert "Bad activity command" in out(phone, "dumpsys activity nope")
    assert "Bad window command" in out(phone, "dumpsys window nope")
