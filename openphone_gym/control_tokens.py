"""Text from outside that spells control tokens: broken up before a model is sent it.

Tokenizers read strings such as ``<|im_end|>`` as one token wherever they stand, and servers tokenize whole
prompts: a contact with such a name would end a turn and begin another. What is known of the families of
chat models is broken up here, by one character, so that it stays readable: ``‹|im_end|>``, ``[ INST]``. It
can't be typed back exactly any more, which is the price. The tokens of a tokenizer that is at hand are all
known: see ``agents.chat_template``.
"""

from __future__ import annotations

import re

_ANGLED = (
    # beginnings, ends, padding
    r"s|bos|eos|unk|pad|mask|cls|sep|eo[dmpt]|[bs]op|sys|\w+_token|\w+_of_\w+|seed:\w+|fim_\w+",
    # pictures and sound
    r"image|images|img|video|audio|vision|(?:image|img|video|audio|vision|fake)_\w+|global-img|row_\d+_col_\d+"
    r"|box|ref|point|quad|loc_?\d+|seg_?\d+|point_start|point_end",
    # thoughts and tools
    r"think|thinking|thought|tools?|tool_(?:call|response|result|output)s?|function(?:s|_calls?|_results?)?"
    r"|invoke|parameter|arg_key|arg_value",
    # reserves, bytes
    r"unused_?\d+|extra_id_\d+|reserved\w*|special_\w+|0x[0-9a-f]{2}",
)
_SQUARE = (
    r"INST|SYSTEM_PROMPT|AVAILABLE_TOOLS|TOOL_CALLS|TOOL_RESULTS|TOOL_CONTENT|MODEL_SETTINGS|CALL_ID|ARGS|THINK"
    r"|IMG|IMG_BREAK|IMG_END|AUDIO|BEGIN_AUDIO|PREFIX|SUFFIX|MIDDLE|CLS|SEP|MASK|[gs]MASK|PAD|UNK|BOS|EOS|EOT"
    r"|control_\d+"
)
_LESS, _GREATER, _BAR = "[<＜﹤]", "[>＞﹥]", "[|｜￨]"
_FAMILIES = re.compile(
    rf"{_LESS}(?=\s*/?\s*{_BAR})"  # <|im_start|>, <｜User｜>, <|turn>
    rf"|{_LESS}(?=[^<>\n]{{0,64}}{_BAR}{_GREATER})"  # <turn|>
    rf"|{_LESS}(?=\s*/?\s*(?i:{'|'.join(_ANGLED)})(?!\w))"  # </s>, <image>, <tool_call>
    rf"|[\[［](?=/?(?:{_SQUARE})[\]］])"  # [INST], [/INST]
    r"|\](?=~!?b[\[\]])|\[(?=e~\[)"  # ]~b]system ... [e~[
)


def plain(text: str) -> str:
    """The text with nothing in it that a known family of chat models takes for a control token."""
    return _FAMILIES.sub(lambda found: broken(found[0]), text)


def broken(mark: str) -> str:
    """A mark that is none any more: its first bracket is another, or stands apart from the rest."""
    return f"‹{mark[1:]}" if mark[0] in "<＜﹤" else f"{mark[0]} {mark[1:]}"
