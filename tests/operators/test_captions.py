"""captions: readable by broadcasters' rules, valid in every format, whatever was said."""

import html
import re
from itertools import pairwise
from typing import Any

import pytest

from tests.operators.runs import Outcome, inside, run

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


WEBVTT_FILES = [
    # shape of a file, what is shown: (start, lines)
    ("a line of spaces is a line", "00:01.000 --> 00:02.000\nabove\n \nbelow", [(1.0, ["above", "below"])]),
    (
        "automatic captions that roll",
        (
            "00:00:00.160 --> 00:00:02.389 align:start position:0%\n \nhello<00:00:00.480><c> and</c>"
            "<00:00:00.640><c> you</c>\n\n00:00:02.389 --> 00:00:02.399 align:start position:0%\nhello and you\n "
        ),
        [(0.16, ["hello and you"]), (2.389, ["hello and you"])],
    ),
    (
        "regions, styles and notes, wherever they stand",
        (
            "REGION\nid:fred\nwidth:40%\n\nSTYLE\n::cue(b) { color: red }\n\n00:01.000 --> 00:02.000 region:fred\nx\n\n"
            "NOTE a\nremark\n\nNOTE\n\n00:03.000 --> 00:04.000 line:-1 vertical:rl size:35%\ny"
        ),
        [(1.0, ["x"]), (3.0, ["y"])],
    ),
    (
        "times end a cue that no empty line ends",
        "00:01.000 --> 00:02.000\nx\n00:03.000 --> 00:04.000\ny",
        [(1.0, ["x"]), (3.0, ["y"])],
    ),
    ("an identifier may be anything", "chapter 1 - intro\n00:01.000 --> 00:02.000\nx", [(1.0, ["x"])]),
    ("hours of three digits", "100:00:01.000 --> 100:00:02.000\nx", [(360_001.0, ["x"])]),
    (
        "voices, classes, languages, ruby",
        (
            "00:01.000 --> 00:02.000\n<v.loud Esme O'Hara>Hi</v> <c.a.b>you</c> <lang en-GB>mate</lang> "
            "<ruby>漢<rt>kan</rt></ruby><b><i><u>!</u></i></b>"
        ),
        [(1.0, ["Hi you mate 漢(kan)!"])],
    ),
    (
        "character references",
        "00:01.000 --> 00:02.000\na &amp; b &lt;c&gt;&nbsp;d&lrm;e &#8212; &eacute;",
        [(1.0, ["a &amp; b &lt;c&gt; d\u200ee — é"])],
    ),
    ("a tag over two lines", "00:01.000 --> 00:02.000\n<v Roger\nBingham>x <i>y\nz</i>", [(1.0, ["x y", "z"])]),
    ("a smaller-than that is no tag", "00:01.000 --> 00:02.000\na < b and c > d", [(1.0, ["a &lt; b and c &gt; d"])]),
    ("a cue without text", "00:01.000 --> 00:02.000\n\n00:03.000 --> 00:04.000\ny", [(3.0, ["y"])]),
    ("a note that has an arrow", "NOTE see a --> b\n\n00:03.000 --> 00:04.000\ny", [(3.0, ["y"])]),
]


@pytest.mark.parametrize("end_of_line", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_webvtt_is_read_as_browsers_do(end_of_line: str) -> None:
    shown = inside("captions", READ, [f"WEBVTT\n\n{body}\n".replace("\n", end_of_line) for _, body, _ in WEBVTT_FILES])
    for (name, _, expected), (found, left_out) in zip(WEBVTT_FILES, shown, strict=True):
        plain = [[start, [html.unescape(line) for line in lines]] for start, lines in expected]
        assert (name, found, left_out) == (name, plain, [])


SUBRIP_FILES = [
    (
        "no empty line between cues",
        "1\n00:00:01,000 --> 00:00:02,000\nx\n2\n00:00:03,000 --> 00:00:04,000\ny",
        ["x", "y"],
    ),
    ("no numbers", "00:00:01,000 --> 00:00:02,000\nx\n\n00:00:03,000 --> 00:00:04,000\ny", ["x", "y"]),
    (
        "an empty line after every line",
        "1\n\n00:00:01,000 --> 00:00:02,000\n\nx\n\n\n2\n\n00:00:03,000 --> 00:00:04,000\n\ny",
        ["x", "y"],
    ),
    ("points, no spaces, no zeros", "1\n0:0:1.5-->0:0:2.5\nx\n\n2\n00:00:03:000 --> 00:00:04:000\ny", ["x", "y"]),
    ("cues out of order", "2\n00:00:03,000 --> 00:00:04,000\ny\n\n1\n00:00:01,000 --> 00:00:02,000\nx", ["x", "y"]),
    (
        "tags and places",
        (
            "1\n00:00:01,000 --> 00:00:02,000 X1:1 X2:2\n{\\an8}<FONT color='red' size=4>x</FONT><br/>{i}y{/i} <b>z\n\n"
            "2\n00:00:03,000 --> 00:00:04,000\n<span class=a>p</span>&nbsp;&amp; q\\Nr"
        ),
        ["x y z", "p & q r"],
    ),
    (
        "a number is text",
        "1\n00:00:01,000 --> 00:00:02,000\n1984\n\n2\n00:00:03,000 --> 00:00:04,000\ny",
        ["1984", "y"],
    ),
    ("an arrow is text", "1\n00:00:01,000 --> 00:00:02,000\nfrom a to b:\na --> b\n", ["from a to b: a --> b"]),
    ("an invisible mark", "\ufeff1\n00:00:01,000 --> 00:00:02,000\n\u200bx\ufeff\n", ["x"]),
]


def test_subrip_is_read_as_it_is_found() -> None:
    shown = inside("captions", READ, [body for _, body, _ in SUBRIP_FILES])
    for (name, _, expected), (found, _) in zip(SUBRIP_FILES, shown, strict=True):
        assert (name, [" ".join(lines) for _, lines in found]) == (name, expected)


READ = """
from media_kits.captions.subtitles import parse_subtitles
answer = []
for text in given[0]:
    read = parse_subtitles(text)
    answer.append([[[round(cue.start, 6), list(cue.lines)] for cue in read.cues], list(read.left_out)])
"""
OLD_ENCODINGS = [
    ("cp1252", "Voilà, c'est très bien. Où êtes-vous ?"),
    ("cp1250", "Příliš žluťoučký kůň, prosím."),
    ("cp1254", "Günaydın, nasılsınız? Teşekkür ederim."),
    ("cp1251", "Но я не знаю, зачем он пришёл сюда."),
    ("koi8-r", "Но я не знаю, зачем он пришёл сюда."),
    ("cp1253", "Δεν ξέρω τι να κάνω. Ναι, βέβαια!"),
    ("cp1255", "אני לא יודע מה לעשות. כן, בטח!"),
    ("cp1256", "لا أعرف ماذا أفعل. نعم، بالتأكيد!"),
    ("cp874", "ผมไม่รู้จะทำยังไงดี ใช่แน่นอน"),
    ("cp932", "私は何をすればいいのか分かりません。"),
    ("cp949", "나는 무엇을 해야 할지 모르겠어요."),
    ("gb18030", "你好，你在哪里？我不知道他们来了没有。"),
    ("big5", "你好，你在哪裡？我不知道他們來了沒有。"),
    ("utf-16-le", "Hello there"),
    ("utf-16-be", "Hello there"),
]


def test_old_encodings_are_told_by_the_letters_that_come_out() -> None:
    code = (
        "from media_kits.text.encodings import decoded\n"
        "answer = [[read.text, read.guessed] for each in given[0] for read in [decoded(bytes.fromhex(each))]]"
    )
    files = [f"1\n00:00:01,000 --> 00:00:02,000\n<i>{text}</i>\n" for _, text in OLD_ENCODINGS]
    found = inside(
        "captions", code, [text.encode(page).hex() for (page, _), text in zip(OLD_ENCODINGS, files, strict=True)]
    )
    for (page, _), text, (read, guessed) in zip(OLD_ENCODINGS, files, found, strict=True):
        assert (page, read, bool(guessed)) == (page, text, not page.startswith("utf"))


def test_what_was_guessed_moved_or_left_out_is_told() -> None:
    russian = "1\n00:00:01,000 --> 00:00:03,000\nНо я не знаю\n\n2\n00:00:02,000 --> 00:00:04,000\nзачем он пришёл\n"
    warnings = run("captions", {"subtitles": russian.encode("cp1251")}).result["Warnings"]
    assert [each["Reason"] for each in warnings] == ["Overlaps", "Guessed"]
    assert "Windows-1251" in warnings[1]["Message"]
    lost = run("captions", {"subtitles": b"WEBVTT\n\n00:01.000 --> 00:02.000\nx\n\nlost words\n"}).result["Warnings"]
    assert [(each["Reason"], "line 6 of the subtitles: 'lost words'" in each["Message"]) for each in lost] == [
        ("LeftOut", True)
    ]


CALL = {
    "ch_0": "Thanks for calling, how can I help?",
    "ch_1": "Hello. My order never arrived.",
}


def test_two_who_speak_at_once_keep_their_own_sentences() -> None:
    items: list[dict[str, Any]] = []
    for (label, text), start in zip(CALL.items(), (0.5, 1.1), strict=True):
        items += [{**each, "channel_label": label} for each in transcript(text, start=start)["results"]["items"]]
    shown = cues(run("captions", {"transcript": {"results": {"items": items, "transcripts": []}}}))
    text = " ".join(line for _, _, lines in shown for line in lines)
    assert text == "- Thanks for calling, how can I help? - Hello. My order never arrived."
    assert all(start < end for start, end, _ in shown)
    assert all(end <= following[0] for (_, end, _), following in pairwise(shown))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"Dear Sir,\nno subtitles here\n", "line 1 of the subtitles: 'Dear Sir,' begins no cue"),
        (b"1\n00:00:01,000 -> 00:00:02,000\nx\n", "line 2 of the subtitles"),
        (b"1\n00:00:01,000 --> 00:00:02,000\nx\n\n2\n00:00:05,000 --> 00:00:04,000\ny\n", "line 6"),
        (b"WEBVTT\n\n00:01.000 --> soon\nx\n", "line 3 of the subtitles: '00:01.000 --> soon' are no times"),
        (
            b"[Script Info]\nTitle: x\n",
            "line 1 of the subtitles: '[Script Info]' begins no cue; this is SubStation Alpha",
        ),
        (b"{0}{25}Hello\n", "MicroDVD"),
        (b"0:00:01.000,0:00:02.000\nHello\n", "SubViewer"),
        (b'<?xml version="1.0"?>\n<tt/>\n', "TTML"),
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
