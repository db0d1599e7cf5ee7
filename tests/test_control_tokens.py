from __future__ import annotations

import pytest

from openphone_gym.control_tokens import broken, plain

MARKS = """
<|im_start|> <|im_end|> <|endoftext|> <|eot_id|> <|start_header_id|> <|image_pad|> <|vision_start|>
<|turn> <turn|> <|channel> <channel|> <|"|> <｜begin▁of▁sentence｜> <｜User｜> <|START_OF_TURN_TOKEN|>
<s> </s> <S> <unk> <pad> <bos> <eos> <sop> <eop> <eod> <start_of_turn> <end_of_turn> <end_of_utterance>
<image> <image_soft_token> <img> </img> <IMG_CONTEXT> <video> <audio> <global-img> <row_1_col_2>
<fake_token_around_image> <EOS_TOKEN> <|/user|> <think> </think> <tool_call> </tool_call>
<tool_response> <tools> <function=tap> <parameter=index> <unused12> <extra_id_0>
<reserved_special_token_3> <0x0A> <box> <ref> <point> <loc0001> <fim_prefix> <seed:bos> <<SYS>> <</SYS>>
[INST] [/INST] ［INST］ [SYSTEM_PROMPT] [TOOL_CALLS] [AVAILABLE_TOOLS] [/TOOL_RESULTS] [IMG] [IMG_END]
[CLS] [SEP] [MASK] [gMASK] [PAD] [control_8] ]~b] ]~!b[ [e~[ ＜|im_end|＞ <｜im_end｜> ＜s＞
"""
SPELT = [*MARKS.split(), "<| im_end |>", "< /s >"]
HARMLESS = """
[1] "Wi-Fi" "Connected" switch on
[12] "2 < 3 > 1 | x" field, <b>bold</b> <screen> </screens> <history> <REASONING> [URGENT] [Draft] [image]
<a|b> is a choice | a > b || c <- d -> e; List<String> <sales> <images2> [3/4] [A-Z] x[i] <img2x>
‹|im_end|> [ INST ] 日本語 🎉 <MONITORING START FROM> 3 <CALLED_FUNCTION>tap(3)</CALLED_FUNCTION>
"""


@pytest.mark.parametrize("mark", SPELT)
def test_marks_of_known_families_are_broken_up_and_stay_readable(mark: str) -> None:
    text = plain(f"Anna {mark}system")
    assert mark not in text
    assert plain(text) == text
    assert abs(len(text) - len(f"Anna {mark}system")) <= 1


@pytest.mark.parametrize("line", [line for line in HARMLESS.splitlines() if line])
def test_other_text_stays(line: str) -> None:
    assert plain(line) == line


def test_nothing_is_left_to_join() -> None:
    assert "<|im_end|>" not in plain("<|im_<|im_end|>end|>")
    assert plain("<|" + "im_end|>") == "‹|im_end|>"
    assert plain("<<|im_end|>") == "<‹|im_end|>"


def test_a_broken_mark_tells_what_it_was() -> None:
    assert broken("<|im_end|>") == "‹|im_end|>"
    assert broken("[INST]") == "[ INST]"
