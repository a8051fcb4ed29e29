"""Every result of every operator is in the digest, or says why not; none is left out in silence."""

import json
from pathlib import Path
from typing import Any, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_insights.results.catalogue import RESULTS
from media_insights.results.digest.digesting import DIGESTS, digest_of, digest_of_result
from media_insights.results.digest.digests import Digest
from tests.unit.results.digest.documents import FACE, MORE, VIDEO
from tests.unit.results.test_schemas import EXAMPLES, OPERATORS

SILENT = frozenset(
    {
        *("faceIndex", "genericDataLookup", "notify", "wait"),  # go elsewhere, or are somebody else's
        *("loudnessNormalization", "proxy", "speechSynthesis", "transcode"),  # about files, which `get` lists
        *("languageIdentification", "textEmbedding", "wordDistribution"),  # lists that one looks up
    }
)
"""Results that a digest says nothing about."""
NOTHING_FOUND = frozenset(
    {
        *("celebrity-recognition/3-stranger", "face-search/3-stranger", "technical-cues/2-sound"),
        *("captions/2-nothing-said", "summary/2-empty", "text-detection/2-image-without-text"),
        "image-embedding/2-image",  # vectors; of a video's, the digest has the length
    }
)
"""Examples in which there is nothing to be found."""


def test_every_result_is_in_the_digest_or_silent_on_purpose() -> None:
    assert set(RESULTS) == {*DIGESTS, *SILENT}
    assert not SILENT & set(DIGESTS)


@pytest.mark.parametrize("name", DIGESTS)
def test_every_digest_is_made_from_the_type_of_its_result(name: str) -> None:
    assert get_type_hints(DIGESTS[name])["result"] == RESULTS[name]


@pytest.mark.parametrize(("operator", "path"), EXAMPLES, ids=lambda value: getattr(value, "parts", [value])[-3:][0])
def test_the_digest_of_every_example_says_something(operator: str, path: Path) -> None:
    name, example = OPERATORS[operator]["resultName"], f"{operator}/{path.parts[-3]}"
    if name in SILENT:
        return
    digest = digest_of_result(name, json.loads(path.read_text(encoding="utf-8")))
    assert digest.unreadable == {}
    assert (digest == Digest()) == (example in NOTHING_FOUND), f"{example}: {digest}"


def test_results_are_read_one_at_a_time_those_that_have_a_digest_first() -> None:
    read: list[str] = []

    class Lazy(dict[str, Any]):
        def __getitem__(self, name: str) -> Any:
            read.append(name)
            return super().__getitem__(name)

    digest = digest_of(Lazy(VIDEO | MORE | {"their-own": [1], "notify": {}}))

    assert sorted(read) == sorted([*VIDEO, *MORE, "their-own", "notify"])
    assert set(read[-2:]) == {"their-own", "notify"}
    assert digest.unreadable == {}


def test_pages_are_one_result() -> None:
    pages = [{**VIDEO["labelDetection"], "NextToken": "x"}, {"Labels": VIDEO["labelDetection"]["Labels"][:1]}]

    assert digest_of({"labelDetection": pages}).labels[0].count == 4


@pytest.mark.parametrize(
    ("name", "document", "problem"),
    [
        (
            "labelDetection",
            {"Labels": [{"Timestamp": 0, "Label": {"Name": "Cat"}}]},
            "Labels[0].Label.Confidence is missing",
        ),
        ("labelDetection", {"Labels": [{"Name": "Cat"}]}, "Labels[0].Confidence is missing"),
        ("labelDetection", {"Label": []}, "Labels is missing"),
        ("labelDetection", 5, "the document is 5: "),
        (
            "WebCaptions",
            {"WebCaptions": [{"start": "soon", "end": 1, "caption": ""}]},
            "WebCaptions[0].start is 'soon': ",
        ),
        (
            "faceDetection",
            {"Faces": [{"Timestamp": 10**400, "Face": FACE}]},
            "too large",
        ),
    ],
)
def test_a_result_without_its_shape_is_unreadable_and_the_others_are_read(
    name: str, document: Any, problem: str
) -> None:
    digest = digest_of({**VIDEO, name: document})

    assert list(digest.unreadable) == [name]
    assert problem in digest.unreadable[name]
    assert digest.shots == ((0, 6),)


KEYS = [
    *("Labels", "Label", "Timestamp", "Faces", "results", "Results", "tracks", "Persons", "FaceMatches", "Face"),
    *("ModerationLabels", "Segments", "TechnicalCueSegment", "AudioEvents", "Type", "Sentiment", "SentimentScore"),
    *("Person", "Tracks", "Topics", "Summary", "File", "Covered", "Playlist", "Renditions", "TextTracks"),
]
JSON = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(sorted(DIGESTS)), JSON))
def test_no_result_breaks_the_digest_or_is_passed_over(results: dict[str, Any]) -> None:
    digest = digest_of(results)

    assert digest.unreadable.keys() <= results.keys()
    assert all(digest_of_result(name, results[name]) is not None for name in results)
