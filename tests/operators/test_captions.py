"""captions: readable by broadcasters' rules, valid in every format, whatever was said."""

import re
from itertools import pairwise
from typing import Any

import pytest

from tests.operators.runs import Outcome, run

CUE = re.compile(r"(\d{2,}):(\d\d):(\d\d)[.,](\d{3}) --> (\d{2,}):(\d\d):(\d\d)[.,](\d{3})")

PROSE = (
    "In short, the period was so far like the present period that some of its noisiest authorities insisted on its "
    "being received for good or for evil in the superlative degree of comparison only. There were a king with a large "
    "jaw and a queen with a plain face on the throne of England. Yes! Dr. Smith, do you hear me? I do."
)


def transcript(text: str, *, start: float = 1.0, pauses: dict[int, float] | None = None, pace: float = 0.07) -> Any:
    """Return a transcript of the text at `pace` seconds a letter; `pauses[i]` is silence before word i."""
    items: list[dict[str, Any]] = []
    now = start
    for number, word in enumerate(text.split()):
        now += (pauses or {}).get(number, 0.03)
        spoken = word.rstrip(".,?!")
        end = now + pace * max(2, len(spoken))
        alternatives = [{"content": spoken, "confidence": 0.9}]
        items.append({"type": "pronunciation", "start_time": now, "end_time": end, "alternatives": alternatives})
        items += [{"type": "punctuation", "alternatives": [{"content": mark}]} for mark in word[len(spoken) :]]
        now = end
    return {"results": {"items": items, "transcripts": [{"transcript": text}]}}


def cues(outcome: Outcome) -> list[tuple[float, float, list[str]]]:
    """Return (start, end, lines) of captions.vtt."""
    header, *blocks = outcome.text("captions.vtt").strip("\n").split("\n\n")
    assert header == "WEBVTT"
    return [_cue(block.split("\n")) for block in blocks]


def _cue(lines: list[str]) -> tuple[float, float, list[str]]:
    match = CUE.fullmatch(lines[0])
    assert match, lines
    hours, minutes, seconds, millis, *end = map(int, match.groups())
    start = hours * 3600 + minutes * 60 + seconds + millis / 1000
    return start, end[0] * 3600 + end[1] * 60 + end[2] + end[3] / 1000, lines[1:]


@pytest.fixture(scope="module")
def prose() -> Outcome:
    return run("captions", {"transcript": transcript(PROSE)})


def test_every_word_is_shown_once_in_order(prose: Outcome) -> None:
    assert " ".join(line for _, _, lines in cues(prose) for line in lines) == PROSE
    assert " ".join(it["caption"] for it in prose.result["WebCaptions"]) == PROSE


def test_captions_keep_to_two_lines_of_42_columns(prose: Outcome) -> None:
    assert all(len(lines) <= 2 and max(map(len, lines)) <= 42 for _, _, lines in cues(prose))


def dialogue(*turns: tuple[str, str], pause: float = 0.4) -> Any:
    """Return a transcript in which speakers take turns: (label, what is said); without a label nobody is told."""
    items: list[dict[str, Any]] = []
    for label, said in turns:
        start = items[-1]["end_time"] + pause if items else 0.0
        turn = transcript(said, start=start)["results"]["items"]
        items += [item | ({"speaker_label": label} if label else {}) for item in turn]
        items.append(items.pop() | {"end_time": max(item.get("end_time", 0) for item in turn)})
    return {"results": {"items": items, "transcripts": [{"transcript": " ".join(said for _, said in turns)}]}}


A, B = "spk_0", "spk_1"
OFF = {"speakerDashes": False}
BROAD = "We had everything before us, we had it so."
"""As broad as a line."""


@pytest.mark.parametrize(
    ("turns", "parameters", "shown"),
    [
        pytest.param(
            [(A, "Do you hear me?"), (B, "I do.")], {}, [["- Do you hear me?", "- I do."]], id="in one caption"
        ),
        pytest.param(
            [(A, "Do you hear me?"), (B, "I do.")],
            {"speakerDashes": False},
            [["Do you hear me? I do."]],
            id="not wanted",
        ),
        pytest.param([(A, "Do you hear me?"), (A, "I do.")], {}, [["Do you hear me? I do."]], id="one speaker"),
        pytest.param([("", "Do you hear me?"), ("", "I do.")], {}, [["Do you hear me? I do."]], id="nobody is told"),
        pytest.param(
            [(A, "Yes."), (B, "No."), (A, "Yes.")], {}, [["- Yes.", "- No."], ["- Yes."]], id="a third turn has no line"
        ),
        pytest.param([(A, "Yes."), (B, "No.")], {"maxLines": 1}, [["- Yes."], ["- No."]], id="one line, one speaker"),
        pytest.param([(A, "I was about to"), (B, "Stop!")], {}, [["- I was about to", "- Stop!"]], id="interrupted"),
        pytest.param(
            [(A, BROAD), (B, "Yes.")],
            {},
            [["- We had everything", "before us, we had it so."], ["- Yes."]],
            id="the dash has its columns",
        ),
        pytest.param([(A, "你好吗？"), (B, "很好。")], {}, [["- 你好吗？", "- 很好。"]], id="without spaces"),
    ],
)
def test_a_dash_and_a_line_of_its_own_mark_where_somebody_else_speaks(
    turns: list[tuple[str, str]], parameters: dict[str, Any], shown: list[list[str]]
) -> None:
    outcome = run("captions", {"transcript": dialogue(*turns)}, **parameters)
    assert [lines for _, _, lines in cues(outcome)] == shown, outcome.sentence + outcome.stderr
    words = [each["w"] for it in outcome.result["WebCaptions"] for each in it["wordConfidence"]]
    assert "-" not in "".join(words)


def test_captions_stay_long_enough_never_too_long_and_apart(prose: Outcome) -> None:
    shown = cues(prose)
    assert all(5 / 6 - 0.001 <= end - start <= 7 for start, end, _ in shown)
    assert all(following[0] - end >= 0.08 for (_, end, _), following in pairwise(shown))


def test_captions_end_with_sentences_where_they_can(prose: Outcome) -> None:
    ends = [lines[-1] for _, _, lines in cues(prose)]
    assert any(line.endswith("comparison only.") for line in ends)
    assert any(line.endswith("of England.") for line in ends)
    assert not any(line.endswith("Dr.") for line in ends), "a title is no sentence"
    assert not any(re.search(r"\b(a|of|the|or|for)$", line) for line in ends), ends


def test_captions_start_with_the_first_word(prose: Outcome) -> None:
    starts = {round(it["start_time"], 3) for it in transcript(PROSE)["results"]["items"] if "start_time" in it}
    assert all(start in starts for start, _, _ in cues(prose))


def test_all_formats_agree(prose: Outcome) -> None:
    blocks = prose.text("captions.srt").strip("\n").split("\n\n")
    assert [block.split("\n")[0] for block in blocks] == [str(number) for number in range(1, len(blocks) + 1)]
    assert [_cue(block.split("\n")[1:]) for block in blocks] == cues(prose)
    assert all("," in block.split("\n")[1] for block in blocks)
    web = [(it["start"], it["end"], it["caption"]) for it in prose.result["WebCaptions"]]
    assert web == [(start, end, " ".join(lines)) for start, end, lines in cues(prose)]
    assert prose.result["WebCaptions"][0]["wordConfidence"][0] == {"w": "In", "c": 0.9}


def test_a_long_pause_ends_a_caption() -> None:
    outcome = run("captions", {"transcript": transcript("one two three four", pauses={2: 1.6})})
    assert [lines for _, _, lines in cues(outcome)] == [["one two"], ["three four"]]


def test_fast_speech_gets_fuller_captions_than_its_sentences() -> None:
    outcome = run("captions", {"transcript": transcript("No. Yes. Go. Stop. Why. Now.", pace=0.05)})
    assert len(cues(outcome)) < 4


def test_slow_reading_keeps_captions_longer() -> None:
    text = "Extraordinarily incomprehensible"
    ends = [
        cues(run("captions", {"transcript": transcript(text, pace=0.01)}, maxCharsPerSecond=speed))[0][1]
        for speed in (10, 20)
    ]
    assert ends[0] - ends[1] == pytest.approx(len(text) / 10 - len(text) / 20, abs=0.01)


def test_markup_is_shown_not_obeyed() -> None:
    outcome = run("captions", {"transcript": transcript("R&D <b>says</b> a --> b")})
    assert cues(outcome)[0][2] == ["R&amp;D &lt;b&gt;says&lt;/b&gt; a --&gt; b"]
    assert outcome.result["WebCaptions"][0]["caption"] == "R&D <b>says</b> a --> b"


def test_scripts_without_spaces_are_joined_without_and_take_two_columns() -> None:
    said = transcript("東京 は 今日 も 晴れ です , 明日 は 雨 が 降る でしょう", pace=0.2)
    shown = cues(run("captions", {"transcript": said}, maxCharsPerLine=20))
    assert "".join(line for _, _, lines in shown for line in lines) == "東京は今日も晴れです,明日は雨が降るでしょう"
    assert all(len(line) <= 10 for _, _, lines in shown for line in lines)


def test_a_word_wider_than_a_line_is_cut() -> None:
    shown = cues(run("captions", {"transcript": transcript("https://example.org/" + "x" * 100)}))
    assert all(len(line) <= 42 for _, _, lines in shown for line in lines)
    assert sum(line.count("x") for _, _, lines in shown for line in lines) == 101


def test_words_at_one_moment_still_make_valid_cues() -> None:
    said = transcript("a b c d e f g h")
    for item in said["results"]["items"]:
        item["start_time"] = item["end_time"] = 5.0
    shown = cues(run("captions", {"transcript": said}, maxCharsPerLine=16, maxLines=1))
    assert all(start < end for start, end, _ in shown)
    assert all(end <= following[0] for (_, end, _), following in pairwise(shown))


def test_hours_are_counted() -> None:
    assert cues(run("captions", {"transcript": transcript("late", start=36_000)}))[0][0] == pytest.approx(36_000.03)


def test_numbers_written_as_text_are_understood() -> None:
    said = transcript("hello world")
    for item in said["results"]["items"]:
        item |= {"start_time": str(item["start_time"]), "end_time": str(item["end_time"])}
    assert cues(run("captions", {"transcript": said}))[0][2] == ["hello world"]


def broken(outcome: Outcome) -> dict[str, tuple[int, int]]:
    """Return (breaches, of how many) of the rules that are broken at all."""
    return {rule["Rule"]: (rule["Broken"], rule["Of"]) for rule in outcome.result["Conformance"] if rule["Broken"]}


def test_captions_of_calm_speech_break_no_rule(prose: Outcome) -> None:
    assert broken(prose) == {}
    rules = {rule["Rule"]: (rule["Limit"], rule["Unit"]) for rule in prose.result["Conformance"]}
    assert rules["LineLength"] == (42, "columns")
    assert rules["ReadingSpeed"] == (17, "columns/s")


def test_what_cannot_be_kept_is_counted() -> None:
    outcome = run("captions", {"transcript": transcript(PROSE, pace=0.03)})
    shown = cues(outcome)
    hasty = sum(sum(map(len, lines)) + len(lines) - 1 > 17 * (end - start + 0.001) for start, end, lines in shown)
    assert hasty > 0
    assert broken(outcome)["ReadingSpeed"] == (hasty, len(shown))


def test_gap_and_durations_are_parameters() -> None:
    said = transcript(PROSE, pace=0.05)
    shown = cues(run("captions", {"transcript": said}, minGap=0.3, minDuration=2, maxDuration=4))
    assert all(following[0] - end >= 0.299 for (_, end, _), following in pairwise(shown))
    assert max(end - start for start, end, _ in shown) <= 4.001
    refused = run("captions", {"transcript": said}, minDuration=5, maxDuration=4)
    assert (refused.exit_code, refused.sentence.split(":")[0]) == (2, "minDuration")


SUBRIP = """1
00:00:01,000 --> 00:00:02,500
<i>First</i> line
<font color="red">second & last</font>

3
0:00:03.5 --> 00:00:05,000 X1:40 X2:600
{\\an8}a < b

00:00:06,000 --> 00:00:07,000
no number

and after an empty line

9
"""

WEBVTT = """WEBVTT - a title
Kind: captions

NOTE a remark
over two lines

STYLE
::cue { color: red }

intro
00:01.000 --> 00:02.500 line:0 align:start
<v Roger Bingham>First</v> <c.loud>line</c>
second &amp; last

00:00:03.500 --> 00:00:05.000
a &lt; b <00:00:04.000>c
"""


@pytest.mark.parametrize("end_of_line", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_subrip_is_imported_whatever_its_numbering_and_encoding(end_of_line: str, encoding: str) -> None:
    outcome = run("captions", {"subtitles": SUBRIP.replace("\n", end_of_line).encode(encoding)})
    assert cues(outcome) == [
        (1.0, 2.5, ["First line", "second &amp; last"]),
        (3.5, 5.0, ["a &lt; b"]),
        (6.0, 7.0, ["no number", "and after an empty line"]),
    ]
    assert outcome.result["Import"] == {"Format": "SubRip", "Overlaps": 0}
    first = outcome.result["WebCaptions"][0]
    assert first == {"start": 1.0, "end": 2.5, "caption": "First line second & last", "wordConfidence": []}


def test_webvtt_is_imported_without_its_markup() -> None:
    outcome = run("captions", {"subtitles": WEBVTT.encode()})
    assert cues(outcome) == [(1.0, 2.5, ["First line", "second &amp; last"]), (3.5, 5.0, ["a &lt; b c"])]
    assert outcome.result["Import"]["Format"] == "WebVTT"
    assert outcome.text("captions.srt").startswith("1\n00:00:01,000 --> 00:00:02,500\nFirst line\nsecond & last\n")


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("- At nine? - At nine.", ["- At nine?", "- At nine."]),
        ("At nine? - At nine.", ["At nine?", "- At nine."]),
        ("The lamp - a solar one - is bought.", ["The lamp - a solar one - is bought."]),
        ("- One. - Two. - Three.", ["- One. - Two. - Three."]),  # more turns than lines
        ("Well -", ["Well -"]),
        ("-", ["-"]),
    ],
)
def test_a_dash_after_a_sentence_begins_a_line_of_edited_captions(text: str, lines: list[str]) -> None:
    edited = {"WebCaptions": [{"start": 1, "end": 4, "caption": text}]}
    outcome = run("captions", {"subtitles": edited}, existingSubtitles="edited.json")
    assert [shown for _, _, shown in cues(outcome)] == [lines]
    assert outcome.result["WebCaptions"][0]["caption"] == text


def test_what_was_written_can_be_imported_again(prose: Outcome) -> None:
    for file in ("captions.vtt", "captions.srt"):
        again = run("captions", {"subtitles": prose.files[file]})
        assert (again.text("captions.vtt"), again.text("captions.srt")) == (
            prose.text("captions.vtt"),
            prose.text("captions.srt"),
        )


def test_edited_captions_become_files_again() -> None:
    edited = {
        "WebCaptions": [{"start": 1, "end": 4.5, "caption": "A sentence that is rather longer than one line holds."}]
    }
    outcome = run("captions", {"subtitles": edited})
    assert cues(outcome) == [(1.0, 4.5, ["A sentence that is rather", "longer than one line holds."])]


def test_subtitles_come_before_the_transcript() -> None:
    outcome = run(
        "captions", {"subtitles": b"1\n00:00:01,000 --> 00:00:02,000\nWritten\n", "transcript": transcript("said")}
    )
    assert [it["caption"] for it in outcome.result["WebCaptions"]] == ["Written"]


def test_cues_that_overlap_are_taken_apart_and_counted() -> None:
    overlapping = (
        "2\n00:00:04,000 --> 00:00:05,000\nlast\n\n1\n00:00:01,000 --> 00:00:04,200\none\n\n"
        "1\n00:00:01,000 --> 00:00:02,000\nbeside\n\n1\n00:00:06,000 --> 00:00:06,000\nnever seen\n"
    )
    outcome = run("captions", {"subtitles": overlapping.encode()})
    assert cues(outcome) == [(1.0, 4.0, ["one", "beside"]), (4.0, 5.0, ["last"])]
    assert outcome.result["Import"]["Overlaps"] == 2
    assert broken(outcome) == {"MinGap": (1, 1)}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"Dear Sir,\nno subtitles here\n", "line 1 of the subtitles: 'Dear Sir,' begins no cue"),
        (b"1\n00:00:01,000 -> 00:00:02,000\nx\n", "line 2 of the subtitles"),
        (b"1\n00:00:01,000 --> 00:00:02,000\nx\n\n2\n00:00:05,000 --> 00:00:04,000\ny\n", "line 6"),
        (b"WEBVTT\n\n00:01.000 --> soon\nx\n", "line 3 of the subtitles: '00:01.000 --> soon' are no times"),
        (b"WEBVTT\n\n00:01.000 --> 00:02.000\nx\n\nlost words\n", "line 6 of the subtitles: 'lost words'"),
        (bytes(range(256)) * 4, "not text"),
        (b'{"WebCaptions": [{"start": 1, "end": 2}]}', "WebCaptions[0]"),
        (b'{"WebCaptions": [{"start": 2, "end": 1, "caption": "x"}]}', "from 2.0 to 1.0"),
        (b'{"WebCaptions": 7}', "no list"),
    ],
)
def test_what_is_no_subtitle_file_is_refused_with_its_line(content: bytes, reason: str) -> None:
    outcome = run("captions", {"subtitles": content})
    assert (outcome.exit_code, outcome.files) == (66, {})
    assert reason in outcome.sentence


@pytest.mark.parametrize(
    "inputs",
    [{}, {"transcript": {"results": {"transcripts": [{"transcript": ""}], "items": []}}}],
    ids=["none", "empty"],
)
def test_without_words_the_files_are_valid_and_empty(inputs: dict[str, Any]) -> None:
    outcome = run("captions", inputs)
    assert outcome.exit_code == 0
    assert (outcome.text("captions.vtt"), outcome.text("captions.srt")) == ("WEBVTT\n\n", "")
    assert outcome.result["WebCaptions"] == []
    assert {(rule["Broken"], rule["Of"]) for rule in outcome.result["Conformance"]} == {(0, 0)}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"not json", "not JSON"),
        ({"results": {}}, "results.items"),
        ({"results": {"items": [{"type": "pronunciation", "alternatives": [{"content": "x"}]}]}}, "results.items[0]"),
        (
            b'{"results":{"items":[{"type":"pronunciation","start_time":2,"end_time":1,"alternatives":[{"content":"x"}]}]}}',
            "from 2.0 to 1.0",
        ),
    ],
)
def test_what_is_no_transcript_is_refused(content: Any, reason: str) -> None:
    outcome = run("captions", {"transcript": content})
    assert (outcome.exit_code, outcome.files) == (66, {})
    assert reason in outcome.sentence
