"""What people change in a text is found by what it means now, and no longer by what it meant."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from media_insights.api.v1alpha1 import MediaAsset, MediaExecution
from media_insights.api.v1alpha1.operator_index import Index
from media_insights.domain.edits.edit_log import Anchor, Edit
from media_insights.domain.planning.plan import WiredInput
from media_insights.errors import InvalidQuery
from media_insights.ports.moment_search import SearchRequest
from media_insights.results.moments import Moment
from media_insights.search.edited_sentences import edited_sentences
from media_insights.search.indexed_moments import indexed_moments
from media_insights.search.indexing import refresh
from media_insights.search.questions import NOTHING, Questions
from media_insights.search.sqlite.sqlite_index import SqliteIndex
from media_insights.storage.edit_logs import EditLogs
from media_insights.storage.folder import FolderStore
from media_insights.storage.library import Library
from tests.conformance.api.sentences import npy
from tests.unit.search.analysed import folder_of
from tests.unit.search.index_suite import TwoQuestions
from tests.unit.search.spoken import planned, step

SAID = ["A calm sea.", "The pupils learn.", "Nothing else."]
"""Two seconds each; the fake model knows the sea from the pupils."""
FOLDER = folder_of("beach")
EDITED = Edit(
    id="1",
    at="2026-05-01T12:00:00Z",
    by="jane",
    operation="text",
    result="TranscribeVideo",
    anchor=Anchor(title=SAID[0], start=0, end=2000),
    value="The pupils read.",
)
HIDDEN = EDITED.model_copy(update={"operation": "hide", "value": ""})
OF_ITSELF = EDITED.model_copy(update={"result": "textEmbedding"})


@dataclass
class Searched:
    """An asset whose transcript has vectors, and its index."""

    store: FolderStore
    folder: Path
    asset: MediaAsset
    executions: list[MediaExecution]

    def index(self, questions: Questions, name: str = "index") -> SqliteIndex:
        return SqliteIndex(self.folder / f"{name}.sqlite", questions=questions)

    def refresh(self, questions: Questions | None = None, name: str = "index") -> bool:
        """Bring the index up to date; return whether anything was indexed."""
        index = self.index(questions or TwoQuestions(), name)
        stored = Library(self.store).of(self.asset, self.executions)
        return refresh(index, stored, index.fingerprint(self.asset.metadata.uid))

    def found(self, query: str) -> list[tuple[str, str]]:
        """Return operator and title of what a query finds."""
        request = SearchRequest(query=query, namespaces=frozenset({"local"}))
        hits = self.index(TwoQuestions()).search(request).hits
        return [(each.moment.operator, each.moment.title) for each in hits]

    def edit(self, entry: Edit) -> None:
        EditLogs(self.store).add("local", "u-beach", lambda _: entry)


@pytest.fixture
def searched(tmp_path: Path) -> Searched:
    store, times = FolderStore(tmp_path / "store"), [(2 * at, 2 * at + 2) for at in range(len(SAID))]
    segments = [
        {"id": at, "transcript": text, "start_time": start, "end_time": end, "items": []}
        for at, (text, (start, end)) in enumerate(zip(SAID, times, strict=True))
    ]
    rows = [
        {"Text": text, "Index": at, "StartTime": start, "EndTime": end}
        for at, (text, (start, end)) in enumerate(zip(SAID, times, strict=True))
    ]
    transcript = {"results": {"transcripts": [{"transcript": " ".join(SAID)}], "audio_segments": segments, "items": []}}
    store.put(f"{FOLDER}/TranscribeVideo.json", json.dumps(transcript).encode())
    store.put(f"{FOLDER}/textEmbedding.json", json.dumps({"Embeddings": rows, "Model": {"sha256": "m"}}).encode())
    store.put(f"{FOLDER}/text-embeddings.npy", npy([TwoQuestions().vector_of(text.lower()) for text in SAID]))
    read = WiredInput(name="transcript", key=f"{FOLDER}/TranscribeVideo.json", result="TranscribeVideo")
    made, ran = planned(store, "beach", (step("transcribe", FOLDER), step("text-embedding", FOLDER, read)))
    names = ("TranscribeVideo", "textEmbedding")
    made["status"] = {
        "metadata": [{"operator": each, "key": f"{FOLDER}/{each}.json", "execution": "e-beach"} for each in names],
        "files": [{"media": "TextEmbeddings", "key": f"{FOLDER}/text-embeddings.npy", "execution": "e-beach"}],
    }
    found = Searched(store, tmp_path, MediaAsset.model_validate(made), [MediaExecution.model_validate(ran)])
    found.refresh()
    assert found.found("similar:sea") == [("transcribe", "A calm sea.")]
    assert found.found("Execution:e-beach text:* OR sea") != []
    return found


@pytest.mark.parametrize(
    ("entry", "sea", "pupils", "words"),
    [
        (
            EDITED,
            [],
            {("transcribe", "The pupils read."), ("transcribe", "The pupils learn.")},
            [("transcribe", "The pupils read.")],
        ),
        (HIDDEN, [], {("transcribe", "The pupils learn.")}, []),
        (
            OF_ITSELF,
            [],
            {("text_embedding", "The pupils read."), ("transcribe", "The pupils learn.")},
            [("text_embedding", "The pupils read.")],
        ),
    ],
    ids=["of the transcript", "left out of the transcript", "of the vectors' own result"],
)
def test_a_sentence_that_was_edited_is_found_by_what_it_means_now(
    searched: Searched, entry: Edit, sea: Any, pupils: Any, words: Any
) -> None:
    before = searched.index(TwoQuestions()).content()
    searched.edit(entry)
    assert searched.refresh()
    assert searched.found("similar:sea") == sea
    assert set(searched.found("similar:pupils")) == pupils
    assert searched.found("read") == words
    assert not searched.refresh()
    assert searched.refresh(name="fresh")
    assert searched.index(TwoQuestions()).content() == searched.index(TwoQuestions(), "fresh").content()
    searched.edit(Edit(id="2", at="", by="jane", operation="undo", undoes="1"))
    assert searched.refresh()
    assert [(row[0], *row[5:]) for row in searched.index(TwoQuestions()).content()] == [
        (row[0], *row[5:]) for row in before
    ]


def test_without_the_model_the_old_vector_is_left_out_and_that_is_told(
    searched: Searched, caplog: pytest.LogCaptureFixture
) -> None:
    searched.edit(EDITED)
    with caplog.at_level("INFO"):
        assert searched.refresh(NOTHING)
    assert searched.found("similar:sea") == []
    assert searched.found("similar:pupils") == [("transcribe", "The pupils learn.")]
    ((told,),) = searched.index(NOTHING).problems().values()
    assert told.startswith(
        "what people changed is not found by its meaning (sentences: 1 of textEmbedding): nothing is"
    )
    assert f"local/beach: {told}" in caplog.text
    assert not searched.refresh(NOTHING)
    assert searched.refresh()
    assert ("transcribe", "The pupils read.") in searched.found("similar:pupils")
    assert searched.index(NOTHING).problems() == {}


def test_vectors_that_could_not_be_computed_are_tried_again(searched: Searched) -> None:
    class Unreadable(TwoQuestions):
        def sentence_vectors(self, texts: Sequence[str]) -> bytes:
            raise InvalidQuery(f"the file of the model is not there: {len(texts)} sentences")

    searched.edit(EDITED)
    assert searched.refresh(Unreadable())
    assert ("transcribe", "The pupils read.") not in searched.found("similar:pupils")
    assert searched.refresh(Unreadable())
    assert searched.refresh()
    assert ("transcribe", "The pupils read.") in searched.found("similar:pupils")
    assert not searched.refresh()
    assert searched.refresh(name="fresh")
    assert searched.index(NOTHING).content() == searched.index(NOTHING, "fresh").content()


def test_vectors_of_another_model_are_not_mixed(searched: Searched) -> None:
    class Newer(TwoQuestions):
        def model(self) -> str:
            return "newer"

    searched.edit(EDITED)
    assert searched.refresh(Newer())
    ((told,),) = searched.index(NOTHING).problems().values()
    assert "have vectors of another model: run their operator again" in told
    assert not searched.refresh(Newer())


PLAIN = Index.model_validate({"list": "x[*]"})


def moments(*found: tuple[str, int | None, int | None], result: str = "r") -> Any:
    made = [Moment(operator="o", title=title, start=start, end=end) for title, start, end in found]
    return list(indexed_moments("u", result, made, PLAIN))


def changed(*found: tuple[str, int | None, int | None]) -> list[Moment]:
    return [each.moment for each in moments(*found)]


@pytest.mark.parametrize(
    ("edited", "gone", "said"),
    [
        ([("b", 2000, 4000)], ["bc"], ["B", "c"]),
        ([("a", 0, 2000)], ["a"], ["A"]),
        ([("a", 0, 2000), ("c", 4000, 6000)], ["a", "bc"], ["A", "B", "c"]),
        ([("elsewhere", 9000, 9500)], [], []),
        ([("no time at all bc", None, None)], ["a", "bc"], ["A", "B", "c"]),
        ([], [], []),
    ],
    ids=["a part of a row", "a whole row", "two", "none", "a text without a time", "nothing"],
)
def test_which_rows_are_of_a_former_text_and_what_is_said_there_now(
    edited: Sequence[Any], gone: list[str], said: list[str]
) -> None:
    own = moments(("a", 0, 2000), ("bc", 2000, 6000))
    now = moments(("A", 0, 2000), ("B", 2000, 4000), ("c", 4000, 6000), ("no text yet", 8000, None))
    found = edited_sentences(own, now, edited=[], read_edited=changed(*edited))
    assert [each.moment.title for each in own if each.id in found.gone] == gone
    assert [each.moment.title for each in found.now] == said


def test_a_text_without_times_is_found_by_what_it_said() -> None:
    own, now = moments(("the old words", None, None), ("others", None, None)), moments(("the new words", None, None))
    found = edited_sentences(
        own,
        now,
        edited=[],
        read_edited=changed(("a page with the old words", None, None), ("the new words", None, None)),
    )
    assert [each.moment.title for each in own if each.id in found.gone] == ["the old words"]
    assert [each.moment.title for each in found.now] == ["the new words"]
