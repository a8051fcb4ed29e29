"""What one object may cost, from a list through the cache to a decision: whatever shape, wherever, however large.

Bounds are of processor time per byte that is read, several times what is needed, so that only work that grows faster
than the object breaks them; and of memory that Python holds at once. A busy machine changes neither.
"""

import json
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from media_insights.kube.bounds import BYTES, beyond_bounds
from media_insights.kube.resources import ASSETS, EXECUTIONS, WORKFLOWS, Resource
from tests.unit.wire.list_to_decision import KINDS, SOURCE, cached, decided

STORED = 1_500_000
"""Bytes of the largest object that the API server stores."""
SECONDS, SECONDS_OF_A_BYTE = 0.5, 20e-6
"""Processor time of one object: reading, keeping and deciding. Objects beyond the bounds of a reader cost no more."""
MOST_MEMORY = 64 * 2**20
MOST_STATUS = 64 * 1024

Shape = Callable[[int], str]
"""JSON of about so many bytes."""


def _repeated(begin: str, each: str, end: str) -> Shape:
    return lambda size: f"{begin}{','.join([each] * max(1, size // (len(each) + 1)))}{end}"


def _nested(begin: str, end: str) -> Shape:
    return lambda size: begin * (size // len(begin + end)) + "1" + end * (size // len(begin + end))


def _numbered(each: str) -> Shape:
    """A map whose keys differ."""
    return lambda size: "{" + ",".join(each % number for number in range(max(1, size // (len(each) + 4)))) + "}"


SHAPES: dict[str, Shape] = {
    "lists in lists": _nested("[", "]"),
    "maps in maps": _nested('{"a":', "}"),
    "maps in lists, many times": _repeated("[", '{"a":[{"a":[{"a":[{"a":1}]}]}]}', "]"),
    "empty lists": _repeated("[", "[]", "]"),
    "empty maps": _repeated("[", "{}", "]"),
    "wrong words": _repeated("[", '"w"', "]"),
    "numbers": _repeated("[", "1e9", "]"),
    "truths": _repeated("[", "true", "]"),
    "a wide map": _numbered('"%d":0'),
    "a wide map of lists": _numbered('"k%d":["x",{}]'),
    "one key over and over": _repeated("{", '"what":["faces","faces"]', "}"),
    "a long text": lambda size: '"' + "w" * size + '"',
    "a text of escapes": lambda size: '"' + r"\u00e9\n" * (size // 8) + '"',
    "a text of quotes": lambda size: '"' + r"\"" * (size // 2) + '"',
    "a long number": lambda size: "9" * max(1, size),
    "a long fraction": lambda size: "0." + "1" * size,
}
PLACES: dict[Resource, tuple[str, ...]] = {
    ASSETS: (
        "HERE",
        '{"source": HERE, "workflows": []}',
        '{"source": SOURCE, "title": HERE}',
        '{"source": SOURCE, "workflows": HERE}',
        '{"source": SOURCE, "workflows": [{"name": HERE}]}',
        '{"source": SOURCE, "workflows": [{"name": "flow", "configuration": HERE}]}',
        '{"source": SOURCE, "workflows": [{"name": "flow", "configuration": {"redact": HERE}}]}',
        '{"source": SOURCE, "workflows": [{"name": "flow", "configuration": {"redact": {"what": HERE}}}]}',
        '{"source": SOURCE, "workflows": [{"name": "flow", "configuration": {"redact": {"names": HERE}}}]}',
        '{"source": SOURCE, "workflows": [{"name": "flow", "configuration": {"labels": {"mode": HERE}}}]}',
    ),
    EXECUTIONS: (
        "HERE",
        '{"asset": HERE, "workflow": "flow"}',
        '{"asset": "clip", "workflow": "flow", "configuration": HERE}',
        '{"asset": "clip", "workflow": "flow", "configuration": {"redact": {"what": HERE}}}',
        '{"asset": "clip", "workflow": "flow", "configuration": {"redact": {"names": HERE}}}',
        '{"asset": "clip", "workflow": "flow", "resume": HERE}',
        '{"asset": "clip", "workflow": "flow", "resume": [{"stage": "analyze", "data": HERE}]}',
    ),
    WORKFLOWS: (
        "HERE",
        '{"stages": HERE}',
        '{"stages": [{"name": "one", "operators": HERE}]}',
        '{"stages": [{"name": "one", "operators": [{"name": HERE}]}]}',
        '{"stages": [{"name": "one", "operators": [{"name": "redact", "configuration": {"what": HERE}}]}]}',
    ),
}
METADATA = ("", ', "annotations": HERE', ', "labels": HERE', ', "finalizers": HERE')


@dataclass(frozen=True)
class Hostile:
    """An object that holds a shape of about so many bytes where it says HERE, and in its metadata if that does."""

    resource: Resource
    shape: str
    size: int
    spec: str
    metadata: str = ""

    @property
    def text(self) -> bytes:
        begin = '{"metadata": {"name": "clip", "namespace": "n", "uid": "u", "generation": 1' + self.metadata
        text = f'{begin}}}, "spec": {self.spec}}}'.replace("SOURCE", json.dumps(SOURCE))
        return text.replace("HERE", SHAPES[self.shape](self.size)).encode()


@st.composite
def hostile(draw: st.DrawFn) -> Hostile:
    """Draw an object within the bounds of what is read, at them or far beyond."""
    resource, shape = draw(st.sampled_from(KINDS)), draw(st.sampled_from(sorted(SHAPES)))
    size = draw(st.sampled_from((0, 1_000, 60_000, BYTES - 1_000, BYTES, STORED)))
    composed = SHAPES[shape](0)[0] in "[{"  # the API server stores no text and no number as a spec or as metadata
    place = draw(st.sampled_from(PLACES[resource][0 if composed else 1 :]))
    return Hostile(resource, shape, size, place, draw(st.sampled_from(METADATA)) if composed else "")


async def take_all_the_way(made: Hostile, text: bytes) -> None:
    """What comes of an object is a status of bounded size."""
    manifest = await cached(made.resource, text)
    assert manifest is not None
    assert len(text) <= BYTES or beyond_bounds(manifest)
    assert len(json.dumps(decided(made.resource, manifest))) <= MOST_STATUS


@contextmanager
def bounded_time(size: int) -> Iterator[None]:
    began = time.process_time()
    yield
    spent, most = time.process_time() - began, SECONDS + SECONDS_OF_A_BYTE * min(size, BYTES)
    assert spent <= most, f"{spent:.2f} s of processor time, at most {most:.2f}"


@contextmanager
def bounded_memory() -> Iterator[None]:
    tracemalloc.start()
    try:
        yield
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most <= MOST_MEMORY, f"{most / 2**20:.0f} MiB"


def worst(shape: str, place: int = 0, size: int = BYTES - 1_000) -> Hostile:
    return Hostile(ASSETS, shape, size, PLACES[ASSETS][place])


@pytest.mark.thorough
@settings(max_examples=20)
@given(hostile())
@example(worst("wrong words", 7))
@example(worst("a wide map", 8))
@example(worst("a wide map", 5))
@example(worst("lists in lists", size=STORED))
async def test_its_time_is_bounded(made: Hostile) -> None:
    text = made.text
    with bounded_time(len(text)):
        await take_all_the_way(made, text)


@settings(max_examples=10)
@given(hostile())
@example(worst("empty lists", 7))
@example(worst("empty lists", size=STORED))
async def test_its_memory_is_bounded(made: Hostile) -> None:
    text = made.text
    with bounded_memory():
        await take_all_the_way(made, text)
