"""Chat templates in which nobody but the template writes control tokens.

Names of contacts, screens, goals, notes and answers are text, and text may spell ``<|im_end|>``. All that
tokenizes a conversation here, TRL included, has the tokenizer or processor apply the chat template, so that
is where it is prevented: ``guarded`` ones break up, in the messages and before the template sees them,
whatever they would read as a control token (``openphone_gym.control_tokens.broken``). The count of control
tokens in a prompt then depends on the template alone, places for pictures and the branches of templates that
look into messages included; text without such strings gives the same tokens as ever.

To encode such strings as plain text instead (``split_special_tokens``, or ``sanitize_control_tokens`` of
transformers) would keep them exact, but works only where template and encoding are one call: not for text
that a processor is given with pictures, not for what TRL's collators do, and not on a server.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any

from openphone_gym.control_tokens import broken, plain

PICTURES = frozenset({"image", "image_url", "video", "audio"})
"""Types of the parts of a message that hold no text."""

_ROUNDS = 8
"""How often what a tokenizer still finds is broken up, before it is cut out."""
_BRACKETED = re.compile(r"[<\[{(|｜].*\w.*[>\]})|｜]", re.DOTALL)


def guarded(processor: Any) -> Any:
    """Makes a tokenizer, or a processor with its tokenizer, apply templates as said above; returns it."""
    for part in (processor, getattr(processor, "tokenizer", processor)):
        if not isinstance(part, _Guarded):
            part.__class__ = _guarded_class(type(part))
    return processor


class ControlTokens:
    """What a tokenizer reads as control tokens: its special tokens, and added ones that look like marks.

    Args:
        tokenizer: The tokenizer.
    """

    def __init__(self, tokenizer: Any) -> None:
        added = tokenizer.added_tokens_decoder.items()
        found = {number: token.content for number, token in added if _is_control(token)}
        # Whatever no token stands for gives the unknown one, so that its number tells nothing.
        self._numbers = frozenset(found) - {tokenizer.unk_token_id}
        self._encoder = tokenizer.backend_tokenizer if tokenizer.is_fast else None
        self._normalizer = self._encoder.normalizer if self._encoder else None
        normal = (form for form in map(self._seen, found.values()) if _BRACKETED.fullmatch(form))
        self._pattern = _pattern(tuple(dict.fromkeys([*found.values(), *normal])))

    def plain(self, text: str) -> str:
        """The text with every one of them broken up, those included that normalising would make."""
        text = plain(text)
        for _ in range(_ROUNDS):
            text = self._pattern.sub(lambda found: _apart(found[0]), text)
            if not (spans := self._spans(text)) and not self._pattern.search(text):
                return text
            for start, end in reversed(spans):
                text = text[:start] + _apart(text[start:end]) + text[end:]
        text = self._pattern.sub("", text)
        while spans := self._spans(text):
            start, end = spans[0]
            text = text[:start] + text[max(end, start + 1) :]
        return text

    def plain_in(self, value: Any) -> Any:
        """Messages, or a part of them, with all texts plain; roles, types and pictures stay."""
        if isinstance(value, str):
            return self.plain(value)
        if isinstance(value, Mapping):
            if value.get("type") in PICTURES:
                return value
            return {
                self.plain_in(name): part if name in ("role", "type") else self.plain_in(part)
                for name, part in value.items()
            }
        return [self.plain_in(part) for part in value] if isinstance(value, (list, tuple)) else value

    def _spans(self, text: str) -> list[tuple[int, int]]:
        """Where the tokenizer finds control tokens; it is asked if the normalised text spells one."""
        if self._encoder is None or not self._pattern.search(self._seen(text)):
            return []
        encoding = self._encoder.encode(text, add_special_tokens=False)
        pairs = zip(encoding.ids, encoding.offsets, strict=True)
        return [span for number, span in pairs if number in self._numbers]

    def _seen(self, text: str) -> str:
        """A text as the tokenizer normalises it."""
        return self._normalizer.normalize_str(text) if self._normalizer else text


class _Guarded:
    """Comes before a tokenizer's or processor's own class."""

    def apply_chat_template(self, conversation: Any, *arguments: Any, **options: Any) -> Any:
        """As the class itself does, with the texts of the messages made plain."""
        parent: Any = super()
        texts = ControlTokens(getattr(self, "tokenizer", self)).plain_in(conversation)
        return parent.apply_chat_template(texts, *arguments, **options)

    def __reduce_ex__(self, protocol: Any) -> Any:
        """Pickles and copies are guarded, too; the class is made anew for them."""
        _, _, *rest = super().__reduce_ex__(protocol)  # pyright: ignore[reportAssignmentType]
        return _empty, (type(self).__mro__[2],), *rest


@cache
def _guarded_class(kind: type) -> type:
    """The class with the guard before it, of the same name: that is what saved tokenizers are known by."""
    return type(kind.__name__, (_Guarded, kind), {"__module__": kind.__module__, "__doc__": kind.__doc__})


def _empty(kind: type) -> Any:
    made: Any = _guarded_class(kind)
    return made.__new__(made)


def _is_control(token: Any) -> bool:
    """Whether a word that was added to a tokenizer is more than a word, such as a run of blanks or a name."""
    content = token.content.strip("▁ \t\r\n")
    return bool(content) and (token.special or bool(_BRACKETED.fullmatch(content)))


@lru_cache(maxsize=16)
def _pattern(contents: tuple[str, ...]) -> re.Pattern[str]:
    longest_first = sorted(contents, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first)) or r"(?!)", re.IGNORECASE)


def _apart(found: str) -> str:
    """What was found, without the blanks that a token may take in on its left, and broken up."""
    mark = found.lstrip()
    return found[: len(found) - len(mark)] + (broken(mark) if len(mark) > 1 else "‹")
