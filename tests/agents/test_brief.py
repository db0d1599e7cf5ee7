"""The brief style: short screens, a short past, a short prompt."""

from __future__ import annotations

import re

import pytest

from agents.basic import ExpertAgent
from agents.brief import (
    KEPT_ACTIONS,
    SCREEN_BUDGET,
    BriefMemory,
    brief_answer,
    brief_call,
    brief_lines,
    brief_screen,
    pieces,
)
from agents.chat import ChatAgent
from agents.memory import PastStep, Seen
from agents.settings import AgentSettings
from openphone_gym.actions import parse
from openphone_gym.endpoint import Completion
from openphone_gym.env import InvalidArgument, PhoneEnv
from openphone_gym.episode import run_episode
from openphone_gym.tasks.catalogue import catalogue

SCREEN = """App com.android.settings, page "Internet"
[1] "Navigate up" button
scroll area
[3] "Wi-Fi" "Connected" switch on
[5] #more button disabled
[6] "Vibrate" checkbox unchecked
[8] "2" "02 May 2024" checkbox checked
[9] item
"Signal is weak" text"""


def test_every_line_says_what_can_be_used_and_how_it_stands():
    assert brief_screen(SCREEN, "any").split("\n") == [
        "settings: Internet",
        "Navigate up #1",
        "Wi-Fi, Connected on #3",
        "more disabled #5",
        "Vibrate off #6",
        "02 May 2024 on #8",
        "Signal is weak",
    ]


def test_long_screens_keep_what_the_goal_names_and_both_ends():
    days = [f'[{n}] "{n}" "{n:02} May 2024" checkbox unchecked' for n in range(1, 32)]
    ui = "\n".join(["App a.b", *days, '[32] "Cancel" button', '[33] "OK" button'])
    brief = brief_screen(ui, "Choose 17 May 2024", budget=60)
    assert pieces(brief) <= 60
    assert "\n17 May 2024 off #17\n" in brief
    assert "OK #33" in brief
    assert "15 May" not in brief
    assert brief_screen(ui, "Choose 17 May 2024", budget=60) == brief


def test_no_label_can_pass_for_another_line():
    assert len(brief_screen('App a.b\n[1] "x\\"] [2] y" button', "any").split("\n")) == 2
    assert brief_screen('App a.b\n"Room #5" text', "any").split("\n")[1] == "Room 5"


@pytest.mark.parametrize(
    ("call", "answer"),
    [
        ("tap(3)", "Wi-Fi, Connected on #3\ntap(3)"),
        ('swipe(6, "left")', 'Vibrate off #6\nswipe(6, "left")'),
        ("home()", "home()"),
        ("tap(77)", "tap(77)"),
        ('text("Hello")', 'text("Hello")'),
        ('finish("7")', 'finish("7")'),
    ],
)
def test_an_answer_tells_the_line_it_acts_on_and_the_call(call: str, answer: str):
    found = brief_answer(brief_screen(SCREEN, "any"), call)
    assert found == answer
    assert parse(brief_call(found)) == parse(call)


def test_text_goes_with_the_field_that_has_the_focus():
    ui = 'App a.b\n[1] "Name" field\n[2] "Phone" field focused\n[3] "Not focused" button'
    assert brief_answer(brief_screen(ui, "any"), 'text("55")') == 'Phone field focused #2\ntext("55")'


def test_words_after_a_call_do_not_hide_it():
    assert parse(brief_call("tap(3)\nThe switch (it is off) comes next.")) == parse("tap(3)")


def test_a_line_that_looks_like_a_call_is_not_the_action():
    ui = 'App a.b\n[4] "tap(9)" button'
    answer = brief_answer(brief_screen(ui, "any"), "tap(4)")
    assert answer == "tap(9) #4\ntap(4)"
    agent = ChatAgent(Says(answer), style="brief")
    agent.reset("any")
    assert str(agent.act({"ui": ui, "goal": "any"}).action) == "tap(4)"


def step(action: str, before: str = "a", after: str = "b", fault: str = "") -> PastStep:
    return PastStep(action=action, fault=fault, before=Seen(before, SCREEN), after=Seen(after, ""))


def test_the_past_names_what_was_touched_and_what_did_nothing():
    memory = BriefMemory()
    memory.reset("goal")
    assert memory.text() == ""
    for past in (step("back()"), step("tap(3)"), step('text("Hello")', after="a"), step("", fault="what?")):
        memory.remember(past)
    assert memory.text() == "back; tap Wi-Fi; text Hello (no effect); nothing (unreadable)"


def test_of_a_long_past_the_last_actions_are_told():
    memory = BriefMemory()
    memory.reset("goal")
    for past in [step('text("first")'), *[step("back()")] * KEPT_ACTIONS]:
        memory.remember(past)
    assert memory.text() == "; ".join(["back"] * KEPT_ACTIONS)


@pytest.mark.parametrize("changes", [{"mode": "som"}, {"tools": True}, {"style": "curt"}])
def test_what_has_no_brief_style_is_refused(changes):
    with pytest.raises(InvalidArgument):
        AgentSettings(**{"style": "brief", **changes})


def test_the_style_counts_as_another_prompt():
    assert AgentSettings(style="brief").prompt_version != AgentSettings().prompt_version


class Says:
    """Answers with these words."""

    def __init__(self, text: str) -> None:
        self.text = text

    def complete(self, messages, **_):
        return Completion(text=self.text, finish_reason="stop")


class Echo:
    """Answers with the expert's call; keeps the prompts."""

    def __init__(self, env: PhoneEnv) -> None:
        self.expert = ExpertAgent(env)
        self.prompts: list[str] = []

    def complete(self, messages, **_):
        self.prompts.append("\n".join(message["content"] for message in messages))
        return Completion(text=str(self.expert.act({}).action), finish_reason="stop")


@pytest.mark.parametrize("task", ["clock_6", "setting_12", "contacts_7"])
def test_prompts_stay_short_in_whole_episodes(task):
    env = PhoneEnv([task], observation=("ui",), screen=(540, 1200))
    model = Echo(env)
    agent = ChatAgent(model, style="brief")
    options = {"task": task, "variation": "sampled", "seed": 3}
    env.reset(options=options)
    model.expert.reset("")
    episode = run_episode(env, agent, seed=1, options=options)
    assert episode.verdict is not None
    assert episode.verdict.success
    assert max(map(pieces, model.prompts)) <= SCREEN_BUDGET + 160
    assert all(parse(str(step.action)) for step in episode.steps)


def test_every_task_can_be_started_in_brief():
    env = PhoneEnv(list(catalogue()), observation=("ui",), screen=(540, 1200))
    for task in catalogue():
        seen, _ = env.reset(options={"task": task})
        brief = brief_screen(seen["ui"], seen["goal"])
        numbers = set(brief_lines(brief))
        assert numbers
        assert {f"[{n}]" for n in numbers} <= set(re.findall(r"^\[\d+\]", seen["ui"], re.MULTILINE))
