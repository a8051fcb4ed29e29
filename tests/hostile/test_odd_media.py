"""Whatever file comes in: an answer, or a sentence with exit code 66. Never a hang, a crash, a connection.

Every odd file with every input is the work of half an hour. Each commit gets a third of it, in which every input meets
a third of its files and every file a third of its readers; `--thorough` gets the rest.
"""

from collections.abc import Iterator
from contextlib import closing

import pytest
from _pytest.mark import ParameterSet

from media_insights.catalogue.operator_folders import operators_in
from tests.hostile import films, frames, pictures, sounds, strangers, texts
from tests.hostile.listeners import Listener, listener
from tests.hostile.oddities import Oddity
from tests.hostile.trials import Target, problem_of, targets
from tests.operators.runs import OPERATORS

FAMILIES = {
    "Video": films.films,
    "ProxyEncode": films.films,
    "Audio": sounds.sounds,
    "AudioProxy": sounds.sounds,
    "Image": pictures.pictures,
    "Frames": frames.frames,
    "Text": texts.texts,
    "Transcript": texts.texts,
}
"""What to try by medium."""


def oddities(target: Target) -> Iterator[Oddity]:
    """Yield what to try; whoever reads text reads any text, a playlist too."""
    if not target.input.media:
        yield from texts.documents()
        return
    families = dict.fromkeys(FAMILIES[medium] for medium in target.input.media if medium in FAMILIES)
    for family in families:
        yield from family()
    if texts.texts not in families:
        yield from strangers.refused_everywhere()


def _case(row: int, target: Target, column: int, oddity: Oddity) -> ParameterSet:
    marks = () if (row + column) % 3 == 0 else (pytest.mark.thorough,)
    return pytest.param(target, oddity, id=f"{target}: {oddity.name}", marks=marks)


CASES = [
    _case(row, target, column, oddity)
    for row, target in enumerate(targets(list(operators_in(OPERATORS))))
    for column, oddity in enumerate(oddities(target))
]


@pytest.fixture(scope="module")
def nobody() -> Iterator[Listener]:
    with closing(listener()) as found:
        yield found


@pytest.mark.parametrize(("target", "oddity"), CASES)
def test_an_odd_file_is_answered_or_refused(target: Target, oddity: Oddity, nobody: Listener) -> None:
    problem = problem_of(target, oddity)

    assert not problem, problem
    assert nobody.visitors == 0, "something that the file names was connected to"
