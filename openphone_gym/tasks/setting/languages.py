"""Languages of the phone and of its speech."""

from __future__ import annotations

import re

from openphone_gym.phone.apps.setting.facts import ENGINE, TTS_LOCALE
from openphone_gym.phone.apps.setting.languages import LOCALES, NAMES, SPEECH
from openphone_gym.phone.phone import Phone
from openphone_gym.tasks.answers import Answer, Text
from openphone_gym.tasks.hand import Hand
from openphone_gym.tasks.sight import titled
from openphone_gym.tasks.task import Drawing, Param, Params, SubGoal, Task
from openphone_gym.ui.node import UiNode


def speech_name(d: Drawing) -> str:
    """Draws a speech language, with or without a region. English is what the phone speaks already."""
    names = [name for locale, name in SPEECH.items() if locale and not name.startswith("English")]
    return d.choice([*names, *sorted({name.partition(" (")[0] for name in names})])


def speaks(name: str, language: str) -> bool:
    """Whether a speech language is the wanted one, in any region if none is wanted."""
    return name == language or name.startswith(f"{language} (")


def speech_code(language: str) -> str:
    """Code of a speech language as far as it is the same in all regions that would do."""
    codes = [locale for locale, name in SPEECH.items() if speaks(name, language)]
    return codes[0] if len(codes) == 1 else codes[0].partition("_")[0]


def is_spoken(phone: Phone, p: Params) -> bool:
    """Whether text-to-speech speaks the language of the task."""
    locale = phone.system.settings["secure"][TTS_LOCALE].rpartition(":")[2]
    return speaks(SPEECH.get(locale, ""), p.language)


def setting_11(hand: Hand, p: Params) -> None:
    if hand.title == "Language":
        hand.tap(re.compile(rf"^{re.escape(p.language)}( \(|$)"))
    hand.go("Settings", "System", "Languages & input", "Text-to-speech output")
    if not speaks(hand.read("Language"), p.language):
        hand.tap("Language")


LANGUAGES = ("System", "Languages & input", "Languages")


def present_languages(d: Drawing) -> list[str]:
    """Draws the languages that the phone has at the start."""
    return d.rng.sample(list(NAMES), d.rng.randint(1, 3))


def new_language(d: Drawing) -> str:
    """Draws a language that the phone does not have yet."""
    return d.choice([tag for tag in NAMES if tag not in d.params.present])


def put_languages(phone: Phone, p: Params) -> None:
    """Gives the phone its languages."""
    phone.system.settings["system"]["system_locales"] = ",".join(p.present)


def present(phone: Phone) -> list[str]:
    """The phone's languages in their order."""
    return phone.system.settings["system"]["system_locales"].split(",")


def is_listed(node: UiNode) -> bool:
    """Whether a node is the name of a language in the phone's list."""
    return node.resource_id.endswith(":id/label")


def listed(hand: Hand) -> list[str]:
    """Names of the phone's languages in their order, as the page shows them."""
    return [node.text for node in hand.all(is_listed)]


def setting_15(hand: Hand, p: Params) -> None:
    group = p.language.partition(" (")[0]
    if hand.sees("Move up"):
        hand.tap("Move up")
    if hand.title == group:
        hand.tap(p.language)
    if hand.title == "Add a language":
        hand.fill("search_src_text", group)
        hand.tap(titled(group if len(LOCALES[group]) > 1 else p.language))
    hand.go("Settings", *LANGUAGES)
    order = listed(hand)
    if p.language not in order:
        hand.tap("Add a language")
    first = NAMES[p.present[0]]
    if first in order[1:]:
        hand.tap(first)
    if order.index(p.language) > 1:
        hand.tap(p.language)


def main_language(phone: Phone, p: Params) -> Answer:
    """The first language, as the list names it."""
    first, *rest = present(phone)
    nicknames = {"en-US": ("English (US)", "American English"), "en-GB": ("English (UK)", "British English")}
    return Text(NAMES[first], (first, *nicknames.get(first, ())), tuple(NAMES[tag] for tag in rest))


def setting_16(hand: Hand, p: Params) -> str:
    hand.go("Settings", *LANGUAGES)
    return listed(hand)[0]


TASKS = [
    Task(
        id="setting_11",
        app="setting",
        group="Sound",
        human_steps=8,
        goals=[
            "Let text-to-speech speak {language}.",
            "Change the language of the text-to-speech output to {language}.",
            "When the phone reads texts aloud, it should do so in {language}.",
        ],
        params={
            "language": Param("Chinese", speech_name),
            "code": Param("zho", lambda d: speech_code(d.params.language)),
        },
        subgoals=[
            SubGoal(
                "tts_chinese",
                "Is the language of the text-to-speech output {language}?",
                is_spoken,
                shell=(f"settings get secure {TTS_LOCALE}", ENGINE + ":{code}"),
            )
        ],
        may_change=[f"settings.secure.{TTS_LOCALE}"],
        solution=setting_11,
        prepare="Set the text-to-speech language to the system language.",
    ),
    Task(
        id="setting_15",
        app="setting",
        group="Language",
        human_steps=8,
        goals=[
            "Add {language} to the phone's languages: it should come right after the present first one.",
            "Make {language} the second language of this phone; keep the first one.",
            "Extend the phone's list of languages: {language} should follow the main language.",
        ],
        params={
            "present": Param(["en-US"], present_languages),
            "tag": Param("es-US", new_language),
            "language": Param(NAMES["es-US"], lambda d: NAMES[d.params.tag]),
        },
        setup=put_languages,
        subgoals=[
            SubGoal(
                "language_added",
                "Is {language} in the list of languages?",
                lambda phone, p: p.tag in present(phone),
                shell=("settings get system system_locales", "{tag}"),
            ),
            SubGoal(
                "second",
                "Is {language} at position 2 of the list of languages?",
                lambda phone, p: present(phone)[:2] == [p.present[0], p.tag],
                shell=("settings list system | grep ^system_locales=", "={present[0]},{tag}"),
            ),
        ],
        may_change=["settings.system.system_locales"],
        solution=setting_15,
        prepare="Leave only one language in the list.",
    ),
    Task(
        id="setting_16",
        app="setting",
        group="Language",
        human_steps=5,
        goals=[
            "What is the main language of this phone? Name it as the settings do.",
            "Which language is first in the phone's list of languages? Name it as it is written there.",
            "Find out the phone's main language with its region, in the words of the settings.",
        ],
        params={"present": Param(["en-US"], present_languages)},
        setup=put_languages,
        answer=main_language,
        solution=setting_16,
        prepare="Let English (United States) be the first language.",
    ),
]
