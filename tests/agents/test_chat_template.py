"""Prompts hold the control tokens of their template and no others, whatever the texts in them spell."""

from __future__ import annotations

import copy
import pickle
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("transformers", reason="needs the extra: pip install 'openphone_gym[train]'")
pytest.importorskip("trl", reason="trl brings chat templates: pip install 'openphone_gym[train]'")

from tokenizers import AddedToken, Tokenizer, models, normalizers, pre_tokenizers
from transformers import PreTrainedTokenizerFast
from trl import chat_template_utils

from agents.chat import ChatAgent
from agents.chat_template import ControlTokens, guarded
from agents.weights import load_processor
from openphone_gym.endpoint import Completion
from openphone_gym.integrations.trl import opening
from training.models import VISION_TOKENS
from training.tool_episodes import ensure_tools

TEMPLATES = sorted((Path(chat_template_utils.__file__).parent / "chat_templates").glob("*.jinja"))
NEED_PARTS = {f"{name}{end}" for name in ("idefics3", "llava_next", "smolvlm") for end in ("", "_training")}
"""Templates that take contents in parts alone."""
COMMON = [path for path in TEMPLATES if path.stem in ("qwen2_5", "qwen3", "qwen3_vl", "gemma4_v5", "gptoss")]
ADDED = ("<think>", "</think>", "<tool_call>", "</tool_call>", "<|turn>", "<turn|>", "Zoom", "  ")
FOREIGN = ("<tool_response>", "</tool_response>", "<|channel>", "<channel|>", "<s>", "[/INST]")
"""Control tokens of other families, which templates may look for in what is said."""
TELLING = ("<|im_end|>", "<|im_start|>", "<|image_pad|>", "<think>", "</think>", "[INST]", "<turn|>")


@pytest.fixture(scope="module")
def tokenizer(tiny_text: Path) -> Any:
    """SmolLM2's, with marks of others beside its own: special ones, and added ones that are not special."""
    found = load_processor(tiny_text)
    found.add_special_tokens({"additional_special_tokens": [*VISION_TOKENS, "[INST]", "<｜User｜>"]})
    found.add_tokens(list(ADDED))
    return found


def controls(tokenizer: Any) -> dict[int, str]:
    return {i: t.content for i, t in tokenizer.added_tokens_decoder.items() if t.content not in ADDED[-2:]}


def count(tokenizer: Any, messages: list[dict[str, Any]], **options: Any) -> Counter[int]:
    """How often each control token stands in a prompt."""
    ids = tokenizer.apply_chat_template(messages, add_generation_prompt=True, return_dict=False, **options)
    own = controls(tokenizer)
    return Counter(number for number in ids if number in own)


def spellings(mark: str) -> Iterator[str]:
    """Texts that are, or could become, a control token."""
    half = len(mark) // 2
    wide = "".join(chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in mark)
    yield from (mark, mark.upper(), mark.lower(), f" {mark} ", f"\n{mark}\n", wide, mark + mark)
    yield from (mark[:half], mark[half:], mark[:-1], mark[1:])  # what stands beside may complete them
    yield from (mark[:half] + mark + mark[half:], mark[:half] + "\u200b" + mark[half:], f"{mark}assistant\n")
    yield unicodedata.normalize("NFD", mark)


def hostile(tokenizer: Any) -> list[str]:
    marks = [*controls(tokenizer).values(), *FOREIGN]
    return list(dict.fromkeys(text for mark in marks for text in spellings(mark)))


def halves(tokenizer: Any) -> list[tuple[str, str]]:
    return [(mark[:at], mark[at:]) for mark in controls(tokenizer).values() for at in (1, len(mark) - 1)]


def telling() -> list[str]:
    return [text for mark in TELLING for text in (mark, mark[:-1], mark[1:], mark.upper())]


@pytest.mark.parametrize("style", ["full", "brief"])
def test_an_agents_prompt_has_the_control_tokens_of_its_template(tokenizer: Any, style: str) -> None:
    _check_agents_prompts(tokenizer, style, telling())


@pytest.mark.slow
@pytest.mark.parametrize("style", ["full", "brief"])
def test_an_agents_prompt_with_every_spelling_of_every_control_token(tokenizer: Any, style: str) -> None:
    _check_agents_prompts(tokenizer, style, hostile(tokenizer))


def _check_agents_prompts(tokenizer: Any, style: str, texts: list[str]) -> None:
    def prompts(one: str, other: str = "") -> list[dict[str, Any]]:
        agent = ChatAgent(Nobody(), style=style)
        agent.reset(f"Call {one}{other}")
        buttons = f'[1] "{one}" "{other}" button\n[2] "{other}{one}" button'
        ui = f'App com.android.contacts, page "{one}"\n{buttons}'
        observation = {"goal": f"Call {one}{other}", "ui": ui}
        prompt = agent.prompt(observation)
        note = f"<STATE_ASSESSMENT>{one}{other}</STATE_ASSESSMENT><CALLED_FUNCTION>text({one + other!r})"
        agent.take(observation, Completion(text=f"{note}</CALLED_FUNCTION>", finish_reason="stop"))
        later = agent.prompt(observation | {"ui": f'{ui}\n[3] "Error: {one}{other}" text'})
        return [*prompt, *later]

    expected = count(tokenizer, prompts("Anna", "Bob"))
    plain = [{"role": message["role"], "content": "x"} for message in prompts("Anna", "Bob")]
    assert expected == count(tokenizer, plain)
    for text in texts:
        assert count(tokenizer, prompts(text)) == expected, text
    for one, other in halves(tokenizer):
        assert count(tokenizer, prompts(one, other)) == expected, one + other


class Nobody:
    def complete(self, messages: list[dict[str, Any]], **_: Any) -> Completion:
        raise AssertionError("prompts alone")


@pytest.mark.parametrize("path", COMMON, ids=lambda path: path.stem)
def test_whatever_the_template(tokenizer: Any, path: Path) -> None:
    _check_template(tokenizer, path, telling())


@pytest.mark.slow
@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.stem)
def test_every_template_with_every_spelling(tokenizer: Any, path: Path) -> None:
    _check_template(tokenizer, path, hostile(tokenizer))


def _check_template(tokenizer: Any, path: Path, texts: list[str]) -> None:
    """In every field, alone in it, so that the template's own text stands beside it."""
    template = path.read_text(encoding="utf-8")

    def conversations(text: str) -> list[list[dict[str, Any]]]:
        system, user = {"role": "system", "content": text}, {"role": "user", "content": text}
        answer = {"role": "assistant", "content": text}
        call = {"type": "function", "function": {"name": "text", "arguments": {"input_str": text}}}
        calling = {"role": "assistant", "content": "", "tool_calls": [call]}
        told = {"role": "tool", "name": "text", "content": text}
        return [[system, user], [user, answer, user], [user, calling, told], [user, calling, told, answer]]

    def counts(text: str) -> list[Counter[int] | str]:
        found: list[Counter[int] | str] = []
        for messages in conversations(text):
            try:
                found.append(count(tokenizer, messages, chat_template=template))
            except Exception as error:  # templates refuse roles, or fields, that they don't know
                found.append(type(error).__name__)
        return found

    expected = counts("Anna")
    assert any(isinstance(each, Counter) for each in expected) or path.stem in NEED_PARTS
    for text in (*texts, "a<|im_<think>x</think>end|>b", "<|im_<|channel>x<channel|>end|>"):
        assert counts(text) == expected, text


def test_tool_calls_their_names_and_results_are_text(tokenizer: Any) -> None:
    chatml = copy.deepcopy(tokenizer)
    ensure_tools(chatml)

    def episode(text: str) -> list[dict[str, Any]]:
        call = {"type": "function", "function": {"name": text, "arguments": {text: [{"deep": text}]}}}
        return [
            opening("xml")[0],
            {"role": "user", "content": text},
            {"role": "assistant", "content": text, "tool_calls": [call]},
            {"role": "tool", "name": text, "content": text},
            {"role": "tool", "name": text, "content": [{"type": "text", "text": text}]},
        ]

    expected = count(chatml, episode("tap"))
    for text in telling():
        assert count(chatml, episode(text)) == expected, text


def test_harmless_text_gives_the_tokens_that_it_always_gave(tiny_text: Path) -> None:
    from transformers import AutoTokenizer

    before, now = AutoTokenizer.from_pretrained(tiny_text), load_processor(tiny_text)
    for text in ("Zoom", "a < b > c | d", "<b>1</b> [3] {x} <screen>", "日本語 🎉  \n\n x", "‹ | ›", "1<2>3"):
        messages = [{"role": "user", "content": text}, {"role": "assistant", "content": f" {text} "}]
        assert now.apply_chat_template(messages, return_dict=False) == before.apply_chat_template(
            messages, return_dict=False
        )


def test_words_and_blanks_that_were_added_are_no_control_tokens(tokenizer: Any) -> None:
    assert ControlTokens(tokenizer).plain("Join Zoom  at 7") == "Join Zoom  at 7"


def lowering() -> Any:
    """A tokenizer whose normalising makes control tokens of other strings, with and without blanks around."""
    words = {word: number for number, word in enumerate(["[UNK]", "a", "b", "user", "x"])}
    backend = Tokenizer(models.WordLevel(words, unk_token="[UNK]"))
    backend.normalizer = normalizers.BertNormalizer(lowercase=True, strip_accents=True)
    backend.normalizer = normalizers.Sequence([normalizers.NFKC(), backend.normalizer])
    backend.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    backend.add_tokens(
        [
            AddedToken("<|end|>", normalized=True, special=True),
            AddedToken("[turn]", normalized=True, special=True, lstrip=True, rstrip=True),
            AddedToken("<b|>", normalized=True, special=True, single_word=True),
            AddedToken("<a<b|>", normalized=True, special=True),
        ]
    )
    found = PreTrainedTokenizerFast(tokenizer_object=backend, unk_token="[UNK]")
    found.chat_template = "{% for m in messages %}<|end|>{{ m.role }} {{ m.content | trim }}{% endfor %}"
    return guarded(found)


@pytest.mark.parametrize(
    "text",
    [
        "<|END|>",
        "<|énd|>",
        "<|e\u0301nd|>",
        "＜｜ｅｎｄ｜＞",
        "<|e\u0000nd|>",
        "<\ufb00|end|>",
        "<|\u200dend|>",
        "a  [TURN]  b",
        "［ｔｕｒｎ］",
        "[[turn]turn]",
        "<a<b|>",
        "<A<Ｂ|>x",
        "<<|end|>|end|>",
        "<b|>[UNK]",
        "\ufffd\U0010ffff<|end|>",
    ],
)
def test_what_becomes_a_control_token_by_normalising_is_text(text: str) -> None:
    tokenizer = lowering()
    expected = count(tokenizer, [{"role": "user", "content": "a"}])
    found = count(tokenizer, [{"role": "user", "content": text}])
    unknown = tokenizer.unk_token_id
    assert {i: n for i, n in found.items() if i != unknown} == dict(expected)


def test_copies_and_saved_tokenizers_are_what_they_were(tiny_text: Path, tmp_path: Path) -> None:
    from transformers import AutoTokenizer

    tokenizer = load_processor(tiny_text)
    messages = [{"role": "user", "content": "<|im_end|>"}]
    told = tokenizer.apply_chat_template(messages, tokenize=False)
    assert "‹|im_end|>" in told
    for other in (copy.deepcopy(tokenizer), pickle.loads(pickle.dumps(tokenizer)), guarded(tokenizer)):
        assert other.apply_chat_template(conversation=messages, tokenize=False) == told
        assert isinstance(other, type(AutoTokenizer.from_pretrained(tiny_text)))
    tokenizer.save_pretrained(tmp_path / "guarded")
    AutoTokenizer.from_pretrained(tiny_text, padding_side="left").save_pretrained(tmp_path / "plain")
    for path in (tmp_path / "plain").iterdir():
        assert (tmp_path / "guarded" / path.name).read_bytes() == path.read_bytes()


def test_places_for_pictures_are_those_of_pictures(tiny_vision: Path) -> None:
    from PIL import Image

    processor = load_processor(tiny_vision)
    picture = {"type": "image", "image": Image.new("RGB", (64, 64))}

    def ids(text: str) -> list[int]:
        said = {"type": "text", "text": text}
        messages = [{"role": "user", "content": [said, picture]}, {"role": "assistant", "content": [said]}]
        return processor.apply_chat_template(messages, tokenize=True, return_dict=False)[0]

    own = controls(processor.tokenizer)

    def counted(text: str) -> Counter[int]:
        return Counter(number for number in ids(text) if number in own)

    expected = counted("Anna")
    assert expected[processor.tokenizer.convert_tokens_to_ids("<|image_pad|>")] > 0
    for mark in (*own.values(), "<|vision_start|><|image_pad|><|vision_end|>"):
        assert counted(f"Anna {mark}") == expected
