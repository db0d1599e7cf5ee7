"""What comes out of the texts that models put into quotes."""

from __future__ import annotations

import pytest

from openphone_gym.actions import InvalidAction, parse

TEXTS = {
    '"Hello"': "Hello",
    "'it\\'s late'": "it's late",
    '""': "",
    "00112233": "00112233",
    '"00112233"': "00112233",
    "hello world": "hello world",
    "7:05": "7:05",
    "it’s late": "it’s late",
    "#tag": "#tag",
    # three quotes
    '"""Hello"""': "Hello",
    "'''it's'''": "it's",
    '"""two\nlines"""': "two\nlines",
    '"""He said "hi" and "bye\""""': 'He said "hi" and "bye"',
    '""""""': "",
    # typographic quotes around, and within
    "“Hello”": "Hello",
    "‘Hello’": "Hello",
    "‘it’s’": "it’s",
    "«Hello»": "Hello",
    "»Hello«": "Hello",
    "„Hello“": "Hello",
    "”Hello”": "Hello",
    "「你好」": "你好",
    "＂Hello＂": "Hello",
    "`Hello`": "Hello",
    '"“Hello”"': "“Hello”",
    '"it’s"': "it’s",
    "'say \"hi\"'": 'say "hi"',
    "“say \"hi\"”": 'say "hi"',
    # quotes that were not escaped
    '"He said "no" to me"': 'He said "no" to me',
    '"say "hi""': 'say "hi"',
    '""Hi" he said"': '"Hi" he said',
    '"a 5" screen"': 'a 5" screen',
    "'it's late'": "it's late",
    "'don't say it's 'late' again'": "don't say it's 'late' again",
    "“He said “no” to me”": "He said “no” to me",
    '"(see "a") b"': None,
    # escapes
    r'"a\"b"': 'a"b',
    r'"a\nb\tc"': "a\nb\tc",
    r'"\u00e9\ud83d\ude00\x41\U0001f600"': "é😀A😀",
    r'"\d"': r"\d",
    '"a\tb\nc"': "a\tb\nc",
    # what could as well be several texts, or is an expression
    '"a" "b"': None,
    "'a' 'b'": None,
    "“a” “b”": None,
    '"" ""': None,
    '"a" "b" "c"': None,
    '"a"\n"b"': None,
    '"a" + "b"': None,
    '"a "+"b"': None,
    '"a "f"b"': None,
    "'a' 'b's'": None,
    "'a' \"b\"": None,
    '"a" \'b\' "c"': None,
    '"a" # say "b"\n': None,
    '"on" if dark else "off"': None,
    '"%s" % "a"': None,
    '"a".upper()': None,
    '"a" * 3': None,
    'r"C:\\new"': None,
    'f"{1}"': None,
    'b"a"': None,
    # quotes that do not match
    '"Hello': None,
    "Hello\"": None,
    "\"Hello'": None,
    '"Hello”': None,
    "“Hello": None,
    '"""Hello"': None,
    '""""': None,
    '"Hello\\"': None,
    '"a", "b"': None,
    "hello\nworld": None,
    "hello, world": None,
}  # fmt: skip


@pytest.mark.parametrize("written", TEXTS)
def test_a_text_is_what_was_meant_or_nothing(written: str) -> None:
    for answer in (f"text({written})", f"I type.\ntext({written})", f"Action: text({written})"):
        if (meant := TEXTS[written]) is not None:
            assert parse(answer).arguments == {"input_str": meant}
        else:
            with pytest.raises(InvalidAction):
                parse(answer)


def test_quotes_are_read_alike_with_keywords_and_among_others() -> None:
    assert parse("launch(app_name=“Clock”)").arguments == {"app_name": "Clock"}
    assert str(parse("swipe(5, “up”, 'long')")) == 'swipe(5, "up", "long")'
    assert str(parse("do(action='''Type''', text=`a`)")) == 'text("a")'


@pytest.mark.parametrize(
    "nest", ["[" * 5000, "(" * 5000, "[" * 5000 + "]" * 5000, "{'a':" * 5000, "{{" * 5000]
)
def test_deep_nests_are_unreadable(nest: str) -> None:
    for answer in (f"tap({nest})", nest, f'{{"name": "tap", "arguments": {nest}}}'):
        with pytest.raises(InvalidAction):
            parse(answer)


def test_long_lists_are_unreadable() -> None:
    with pytest.raises(InvalidAction, match="cannot read"):
        parse(f"tap([{'1,' * 1000}])")
