"""An edited sentence is edited everywhere in its transcript, and the words that stayed keep their times."""

from typing import Any

import pytest

from media_insights.api.v1alpha1.operator_index import Index
from media_insights.domain.edits.edit_log import Anchor, Edit
from media_insights.domain.edits.editing import edited
from media_insights.domain.edits.transcript_edits import _words_of
from media_insights.results.reading import parse_result

INDEX = Index.model_validate(
    {
        "list": "$.results.audio_segments[*]",
        "operator": "transcribe",
        "time": {"from": "start_time", "to": "end_time", "unit": "Seconds"},
        "fields": {"Transcript": "transcript", "Speaker": "speaker_label"},
        "title": "Transcript",
    }
)
FIRST = Anchor(title="The harbor was quite.", start=0, end=2000)


def word(number: int, content: str, start: float, speaker: str) -> dict[str, Any]:
    times = {"start_time": start, "end_time": start + 0.4}
    spoken = {"type": "pronunciation", "alternatives": [{"content": content, "confidence": 0.5}]}
    return {"id": number, **spoken, **times, "speaker_label": speaker}


def mark(number: int, speaker: str) -> dict[str, Any]:
    spoken = {"type": "punctuation", "alternatives": [{"content": ".", "confidence": 0.0}]}
    return {"id": number, **spoken, "speaker_label": speaker}


def transcript() -> dict[str, Any]:
    first = [word(at, text, at * 0.5, "spk_0") for at, text in enumerate(("The", "harbor", "was", "quite"))]
    second = [word(5, "Indeed", 2.5, "spk_1")]
    items = [*first, mark(4, "spk_0"), *second, mark(6, "spk_1")]
    segments = [
        {"id": 0, "transcript": FIRST.title, "start_time": 0.0, "end_time": 1.9, "items": [0, 1, 2, 3, 4]},
        {"id": 1, "transcript": "Indeed.", "start_time": 2.5, "end_time": 2.9, "items": [5, 6]},
    ]
    for segment, speaker in zip(segments, ("spk_0", "spk_1"), strict=True):
        segment["speaker_label"] = speaker
    spoken = {
        "transcripts": [{"transcript": f"{FIRST.title} Indeed."}],
        "items": items,
        "audio_segments": segments,
        "speaker_labels": {"speakers": 2, "segments": []},
    }
    return {"jobName": "j", "status": "COMPLETED", "results": spoken}


def after(operation: Any, **more: Any) -> dict[str, Any]:
    change = Edit(id="1", at="", by="ann", operation=operation, result="TranscribeVideo", **more)
    found = edited(transcript(), INDEX, [change])
    assert found.fitting == {"1"}
    parse_result("TranscribeVideo", found.result)
    spoken: dict[str, Any] = found.result["results"]
    return spoken


def words(spoken: dict[str, Any]) -> list[tuple[str, float | None]]:
    return [(each["alternatives"][0]["content"], each.get("start_time")) for each in spoken["items"]]


def test_words_that_stayed_keep_their_times() -> None:
    spoken = after("text", anchor=FIRST, value="The old harbour was quiet.")
    assert spoken["transcripts"] == [{"transcript": "The old harbour was quiet. Indeed."}]
    timed = dict(words(spoken))
    assert (timed["The"], timed["was"], timed["Indeed"]) == (0.0, 1.0, 2.5)
    assert [timed[each] or 0 for each in ("old", "harbour")] == [0.5, 0.62]
    assert timed["quiet"] == 1.5
    assert [each["id"] for each in spoken["items"]] == list(range(8))
    assert [each["items"] for each in spoken["audio_segments"]] == [[0, 1, 2, 3, 4, 5], [6, 7]]
    assert {each["speaker_label"] for each in spoken["items"][:6]} == {"spk_0"}


def test_a_word_that_is_new_lies_between_its_neighbours() -> None:
    spoken = after("text", anchor=FIRST, value="The harbor was quite indeed.")
    assert words(spoken)[4] == ("indeed", 1.9)


def test_a_speaker_speaks_the_words_of_the_sentence_too() -> None:
    spoken = after("speaker", anchor=FIRST, value="Ann")
    turns = [(each["speaker_label"], len(each["items"])) for each in spoken["speaker_labels"]["segments"]]
    assert turns == [("Ann", 4), ("spk_1", 1)]
    assert spoken["speaker_labels"]["speakers"] == 2


def test_merged_speakers_are_one_everywhere() -> None:
    spoken = after("merge", field="Speaker", originals=("spk_0", "spk_1"), value="Ann")
    assert {each["speaker_label"] for each in (*spoken["items"], *spoken["audio_segments"])} == {"Ann"}
    assert spoken["speaker_labels"]["speakers"] == 1


def test_a_hidden_sentence_is_said_nowhere() -> None:
    spoken = after("hide", anchor=FIRST)
    assert spoken["transcripts"] == [{"transcript": "Indeed."}]
    assert words(spoken) == [("Indeed", 2.5), (".", None)]
    assert spoken["audio_segments"][0]["items"] == [0, 1]


def test_a_transcript_without_numbered_words_keeps_them() -> None:
    bare = transcript()
    for item in bare["results"]["items"]:
        del item["id"]
    change = Edit(id="1", at="", by="ann", operation="text", result="T", anchor=FIRST, value="Quiet.")
    spoken = edited(bare, INDEX, [change]).result["results"]
    assert spoken["transcripts"] == [{"transcript": "Quiet. Indeed."}]
    assert spoken["items"] == bare["results"]["items"]


@pytest.mark.parametrize("text", ["[" * 4096, "[" * 2048 + "." * 2048, "a." * 2048, "." * 4096, "(«" * 2048])
def test_words_of_nothing_but_marks_are_found_at_once(text: str) -> None:
    """Whoever may edit chooses the text; all patterns over it take time that grows with it alone."""
    assert "".join(content for content, _ in _words_of(text)) == text.lstrip("[(«")
