"""Inputs that nothing could provide, and media that two would write."""

import pytest

from media_insights.api.v1alpha1.asset import SourceType
from media_insights.domain.planning.entries import Entry, entries_of
from media_insights.domain.planning.graph import graph_of
from media_insights.domain.planning.wiring_rules import duplicate_media, unmet_inputs
from media_insights.domain.sources.known_source import KnownSource
from tests.unit.builders import CATALOGUE, operator, workflow

OPERATORS = CATALOGUE | {
    "subtitles": operator("subtitles", "=transcribe", "Text"),
    "thumbs": operator("thumbs", "Image", "Thumbnail"),
    "named": operator("named", inputs=[{"name": "terms", "file": {"parameter": "terms"}}]),
}


def entries(stages: str) -> tuple[Entry, ...]:
    return entries_of(workflow(stages), OPERATORS, {}, "spec.configuration")


@pytest.mark.parametrize(
    ("stages", "end"),
    [
        ("a: mediainfo", None),
        ("a: proxy; b: shots", None),
        ("a: proxy shots", None),
        ("a: entities", None),
        ("a: named", None),
        ("a: mediainfo; b: shots", "which no operator of this or an earlier stage makes; add one that does"),
        ("a: shots; b: proxy", "which proxy makes in the later stage b; move shots there"),
        ("a: captions; b: transcribe!", "which transcribe makes in the later stage b; move captions there"),
    ],
    ids=[
        "the asset itself may be what is read",
        "an earlier stage makes it",
        "the own stage makes it",
        "optional inputs may be missing",
        "what a parameter names is looked for elsewhere",
        "nobody makes it",
        "somebody makes it too late",
        "also one that is switched off now",
    ],
)
def test_an_input_that_nothing_provides(stages: str, end: str | None) -> None:
    found = [problem.message for problem in unmet_inputs(entries(stages))]
    assert len(found) == (0 if end is None else 1)
    assert all(end in message for message in found if end)


@pytest.mark.parametrize(
    ("stages", "type_", "both"),
    [
        ("a: proxy; b: transcribe; c: translate subtitles", "Video", "translate and subtitles both write Text"),
        ("a: proxy; b: transcribe; c: translate subtitles@own", "Video", None),
        ("a: proxy; b: transcribe; c: translate subtitles!", "Video", None),
        ("a: proxy; b: transcribe; c: translate; d: subtitles", "Video", None),
        ("a: proxy thumbs", "Video", None),
        ("a: proxy thumbs", "Image", "proxy and thumbs both write Thumbnail"),
    ],
    ids=[
        "two of one stage",
        "an alias has a folder of its own",
        "what is skipped writes nothing",
        "a later stage replaces it",
        "only what this source gives counts",
        "and that is another for an image",
    ],
)
def test_a_medium_that_two_would_write(stages: str, type_: SourceType, both: str | None) -> None:
    wired = graph_of(entries(stages), KnownSource(type=type_)).wired
    found = [problem.message for problem in duplicate_media(wired)]
    assert len(found) == (0 if both is None else 1)
    assert all(message.startswith(both) for message in found if both)
