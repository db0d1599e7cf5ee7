"""What the values of a call mean: elements, points, numbers."""

from __future__ import annotations

import pytest

from openphone_gym.actions import InvalidAction, build, parse

READ = {
    "tap('3')": "tap(3)",
    "tap(3.0)": "tap(3)",
    "tap(element=3)": "tap(3)",
    "tap(540, 1200)": "tap(x=540, y=1200)",
    "tap([540, 1200])": "tap(x=540, y=1200)",
    "swipe(5, up, LONG)": 'swipe(5, "up", "long")',
    'swipe("left", 120)': 'swipe(direction="left", dist=120)',
    "swipe(None, 'down')": 'swipe(direction="down")',
    "swipe([540, 1200], 'down', 300.7)": 'swipe(direction="down", dist=300, x=540, y=1200)',
    'type("00112233")': 'text("00112233")',
    'text(text="7:05")': 'text("7:05")',
    "finish(message=None)": "finish()",
    'finish("None")': 'finish("None")',
    "wait(1e1)": "wait(10.0)",
    "wait(-0.0)": "wait(0.0)",
    'do(action="Tap", element=[100, 200, 301, 401])': "tap(x=200, y=300)",
    'do(action="Tap", element="[100,200][300,400]")': "tap(x=200, y=300)",
    'do(action="Tap", element=[100,200][300,400])': "tap(x=200, y=300)",
    'do(action="Long Press", element=[5, 6])': "long_press(x=5, y=6)",
    'do(action="Type", text="936.02")': 'text("936.02")',
    'do(action="Swipe", element=[0, 0, 10, 10], direction="up", dist="short")':
        'swipe(direction="up", dist="short", x=5, y=5)',
    'do(action="Swipe", direction="up")': 'swipe(direction="up")',
    'do(action="Press Enter")': "enter()",
    'do(action="Home")': "home()",
    'do("Back")': "back()",
    'do(action="Wait")': "wait()",
    'do(action="Launch", app="Pi Music Player")': 'launch("Pi Music Player")',
}  # fmt: skip


@pytest.mark.parametrize("answer", READ)
def test_arguments_are_paired_with_parameters(answer: str) -> None:
    assert str(parse(answer)) == READ[answer]


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        ('do(action="Tapp", element=[1, 2])', "did you mean 'tap'"),
        ('do(action="Call_API", instruction="x")', "unknown action"),
        ("do()", "unknown action"),
        ('finish("cut off', "cannot read the arguments"),
        ('swipe(3, "upp")', "did you mean 'up'"),
        ("swipe(3)", "needs a direction"),
        ("tap(3.5)", "must be int"),
        ("tap(true)", "must be int"),
        ("tap(3, foo=1)", "unknown argument"),
        ("tap(index=3, element=4)", "index twice"),
        ("tap(index=3, index=4)", "index twice"),
        ("tap(index=[1, 2], x=3, y=4)", "x twice"),
        ("back(1)", "not more"),
        ("tap(0x10)", "must be int"),
        ("tap(1_000)", "must be int"),
        ("tap(2 + 1)", "must be int"),
        ("text()", "needs input_str"),
        (f"text({'a' * 10_001})", "10001 characters"),
    ],
)
def test_wrong_arguments_are_explained(answer: str, problem: str) -> None:
    with pytest.raises(InvalidAction) as caught:
        parse(answer)
    assert problem in str(caught.value)


@pytest.mark.parametrize(
    "number",
    ["nan", "NaN", "inf", "-inf", "+Infinity", "Infinity", "1e999", "-1e999", "9" * 400, f"1e{'9' * 400}",
    "--1",
     "1e", "0." + "1" * 400, "\\ud83d"],
)  # fmt: skip
def test_what_is_no_number_is_refused_wherever_a_number_goes(number: str) -> None:
    as_json = number if number.strip("-+").isalnum() and "\\" not in number else f'"{number}"'
    for answer in (
        *(
            form.format(number)
            for form in ("wait({})", 'wait("{}")', "wait(interval={})", "tap({})", 'tap("{}")')
        ),
        *(form.format(number) for form in ("tap([{}, 3])", "tap(x=3, y={})", "swipe(1, 'up', {})")),
        f'{{"name": "wait", "arguments": {{"interval": {as_json}}}}}',
        f'{{"name": "tap", "arguments": {{"index": {as_json}}}}}',
    ):
        with pytest.raises(InvalidAction):
            parse(answer)


def forms(x: str, y: str) -> list[str]:
    """All ways to write a point, as a call."""
    return [
        f"tap([{x}, {y}])",
        f"tap(({x},{y}))",
        f"tap({x}, {y})",
        f"tap(x={x}, y={y})",
        f'tap("[{x}, {y}]")',
        f'tap("({x}, {y})")',
        f"tap(element=[{x}, {y}])",
        f"tap([[{x}, {y}]])",
        f"tap(['{x}', '{y}'])",
        f'do(action="Tap", element=[{x}, {y}])',
        f'{{"action": "tap", "coordinate": [{x}, {y}]}}',
        f'{{"action": "tap", "coordinate": "[{x}, {y}]"}}',
        f'{{"action": "tap", "x": {x}, "y": {y}}}',
        f"{{'name': 'tap', 'arguments': {{'index': ({x}, {y})}}}}",
    ]


def boxes(x1: str, y1: str, x2: str, y2: str) -> list[str]:
    """All ways to write a box, as a call."""
    return [
        f"tap([{x1}, {y1}, {x2}, {y2}])",
        f"tap(({x1}, {y1}, {x2}, {y2}))",
        f"tap([[{x1}, {y1}], [{x2}, {y2}]])",
        f'tap("[{x1},{y1}][{x2},{y2}]")',
        f'do(action="Tap", element=[{x1}, {y1}, {x2}, {y2}])',
        f'{{"action": "tap", "bbox": [{x1}, {y1}, {x2}, {y2}]}}',
        f'{{"action": "tap", "bbox": "[{x1}, {y1}, {x2}, {y2}]"}}',
    ]


@pytest.mark.parametrize(
    ("point", "pixel"),
    [
        (("540", "1200"), (540, 1200)),
        (("540.0", "1200.0"), (540, 1200)),
        (("540.5", "1200.9"), (540, 1200)),
        (("0", "1"), (0, 1)),
        (("-5", "7"), (-5, 7)),
        (("-5.5", "7"), (-6, 7)),
        (("0.0", "7"), (0, 7)),
    ],
)
def test_all_forms_of_a_point_mean_the_same_pixel(point: tuple[str, str], pixel: tuple[int, int]) -> None:
    x, y = pixel
    for answer in forms(*point):
        assert parse(answer) == build("tap", {"x": x, "y": y}), answer


@pytest.mark.parametrize(
    "point",
    [("0.45", "0.30"), ("0.45", "1200"), ("0.0", "1.0"), ("1.0", "0.5"), ("-0.5", "1200"), ("1e-3", "3")],
)
def test_shares_of_the_screen_are_refused_in_all_forms(point: tuple[str, str]) -> None:
    for answer in [*forms(*point), *boxes(*point, "0.9", "0.9")]:
        with pytest.raises(
            InvalidAction, match="shares of the screen: give pixels, counted from its top left"
        ):
            parse(answer)
    with pytest.raises(InvalidAction, match="shares of the screen"):
        build("tap", {"x": float(point[0]), "y": float(point[1])})


@pytest.mark.parametrize("answer", boxes("100", "200", "301.0", "401.5"))
def test_all_forms_of_a_box_mean_its_centre(answer: str) -> None:
    assert str(parse(answer)) == "tap(x=200, y=300)"


@pytest.mark.parametrize(
    "value",
    ["[1, 2, 3]", "[1]", "[]", "()", "[1, 2, 3, 4, 5]", "[540 1200]", "[5 40, 1200]", "[1 2, 3 4]",
    "[1.2.3, 4]",
     "[1-2]", "[1, [2, 3], 4]", "[[1, 2, 3], [4]]", "[[1, 2], [3, 4], [5, 6]]", "[nan, 3]", "[a, b]",
     "[None, 3]", "[True, 3]", "[,1,2]", "[1,,2]", "[1, 2", "[300, 400, 100, 500]", "[100, 400, 300, 200]"],
)  # fmt: skip
def test_what_is_no_point_and_no_box_is_refused(value: str) -> None:
    for answer in (f"tap({value})", f"tap(index={value})", f'tap("{value}")', f"swipe({value}, 'up')"):
        with pytest.raises(InvalidAction):
            parse(answer)
    with pytest.raises(InvalidAction):
        parse(f'{{"action": "tap", "point": {value}}}')
