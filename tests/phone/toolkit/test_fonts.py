from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openphone_gym.phone.app import installed_apps
from openphone_gym.phone.toolkit import fonts

SAMPLES = ["Join a meeting", "The 24 quick, brown foxes?!", "0123456789", "Ünïcödé Ж Ω ₫", "AVATAR To Wa"]
WORDS = st.text(alphabet="abcWi .,-\n你好，世é", max_size=60)


def skia_width(text: str, size: float, weight: int) -> float:
    from openphone_gym.phone.toolkit import painter

    return sum(
        painter._font(font, size, weight).measureText(part)  # pyright: ignore[reportPrivateUsage]
        for font, part in fonts.runs(text)
    )


@pytest.mark.parametrize("weight", [400, 500, 700])
@pytest.mark.parametrize("size", [11.0, 14.7, 42.0, 150.0])
@pytest.mark.parametrize("text", [*SAMPLES, "你好，世界", "Song 告白气球 (live)", "달빛 우체국", "ที่รักคนเก่า"])
def test_width_is_that_of_the_glyphs_drawn(text: str, size: float, weight: int) -> None:
    assert fonts.measure(text, size, weight) == pytest.approx(skia_width(text, size, weight), abs=0.5)


def test_heavier_text_is_wider_and_width_grows_with_size() -> None:
    assert fonts.measure("hello", 16, 700) > fonts.measure("hello", 16, 500) > fonts.measure("hello", 16)
    assert fonts.measure("hello", 32) == 2 * fonts.measure("hello", 16)


def test_characters_fall_back_to_a_font_that_has_them() -> None:
    assert fonts.runs("a你好b") == (("sans", "a"), ("cjk", "你好"), ("sans", "b"))
    assert fonts.runs("여름 夏 ฝน") == (
        ("korean", "여름"),
        ("sans", " "),
        ("cjk", "夏"),
        ("sans", " "),
        ("thai", "ฝน"),
    )
    assert fonts.runs("\U0001f600") == (("sans", "\U0001f600"),)
    assert fonts.runs("") == ()


def test_a_tone_stands_on_top_of_a_vowel() -> None:
    assert [char for char, rise in zip("ที่น้ำเก่า", fonts.rises("ที่น้ำเก่า"), strict=True) if rise] == ["่", "้"]
    assert fonts.measure("ที่", 20) == fonts.measure("ท", 20)
    # A line never begins with a mark that belongs to the letter before.
    assert all(line[0] not in "่้ี" for line in fonts.wrap("ที่ที่ที่ที่ที่", 20, 400, 31))


def test_invisible_characters_take_no_room() -> None:
    assert fonts.measure("a\u200db\ufe0f\u200e\t", 20) == fonts.measure("ab", 20)
    assert fonts.runs("a\u200db") == (("sans", "ab"),)


def test_fallback_knows_what_the_fonts_cover() -> None:
    from openphone_gym.phone.toolkit import painter

    for font in ("sans", "cjk", "korean", "thai"):
        typeface = painter._typeface(font, 400)  # pyright: ignore[reportPrivateUsage]
        for char in "aé Жक你ひ한ที🎵√\u2026\uffff\U0002000b":
            covered = fonts._covers(font, char)  # pyright: ignore[reportPrivateUsage]
            assert covered == (typeface.unicharToGlyph(ord(char)) != 0), (font, char)


@given(WORDS, st.floats(40, 300), st.integers(1, 6) | st.none())
def test_lines_fit_and_keep_the_text(text: str, width: float, max_lines: int | None) -> None:
    lines = fonts.wrap(text, 16, 400, width, max_lines)
    assert 1 <= len(lines) <= (max_lines or len(text) + 1)
    assert all(fonts.measure(line, 16) <= width + 1e-4 for line in lines)
    shown = "".join(lines).replace(" ", "")
    everything = text.replace("\n", "").replace(" ", "")
    if shown.endswith("…"):
        assert max_lines == len(lines)
        assert everything.startswith(shown[:-1])
    else:
        assert shown == everything


@given(st.text(alphabet="abc d你", min_size=1, max_size=30), st.sampled_from([13.3, 16, 36.75]))
def test_text_fits_into_its_own_width(text: str, size: float) -> None:
    assert fonts.wrap(text, size, 400, fonts.measure(text, size)) == (text,)


@pytest.mark.parametrize(
    ("text", "width", "max_lines", "lines"),
    [
        ("", 100, None, ("",)),
        ("one two three", 60, None, ("one two", "three")),
        ("one  two", 40, None, ("one", "two")),
        ("a\n\nb", 100, None, ("a", "", "b")),
        ("a\nb", 100, 1, ("a…",)),
        ("one two three", 60, 1, ("one tw…",)),
        ("abcdefghij", 40, None, ("abcd", "efghij")),
        ("你好，世界", 33, None, ("你", "好，", "世界")),
        ("W", 5, None, ("…",)),
    ],
)
def test_lines(text: str, width: float, max_lines: int | None, lines: tuple[str, ...]) -> None:
    assert fonts.wrap(text, 16, 400, width, max_lines) == lines


def test_icons_by_name() -> None:
    assert fonts.icon_glyph("arrow-left") == "\U000f004d"
    assert all(len(glyph) == 1 for glyph in fonts.icons().values())


@pytest.mark.parametrize("name", ["gmail", "google-chrome", "reddit", "github"])
def test_marks_of_companies_are_no_icons(name: str) -> None:
    with pytest.raises(fonts.UnknownIconError):
        fonts.icon_glyph(name)


def test_the_icons_of_all_packages_are_there() -> None:
    icons = {listing.icon for listing in installed_apps().values()}
    assert icons <= set(fonts.icons())


def test_unknown_icon_names_the_nearest() -> None:
    with pytest.raises(fonts.UnknownIconError, match="'arow-left'; did you mean 'arrow-left'"):
        fonts.icon_glyph("arow-left")


def test_measuring_does_not_load_skia() -> None:
    code = (
        "import sys; from openphone_gym.phone.toolkit import fonts, frame, painter, theme; "
        "fonts.wrap('hello 你好', 16, 500, 20, 2); fonts.icon_glyph('menu'); "
        "sys.exit('skia' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code]).returncode == 0
