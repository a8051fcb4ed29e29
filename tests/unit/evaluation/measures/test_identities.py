import pytest

from tests.evaluation.measures.boxes import Box
from tests.evaluation.measures.identities import Frame, Identities, identities_of

LEFT, RIGHT = Box(0, 0, 0.3, 1), Box(0.7, 0, 1, 1)
TRUTH: list[Frame] = [{"ann": LEFT, "bob": RIGHT}] * 4


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        pytest.param([{"1": LEFT, "2": RIGHT}] * 4, Identities(1, 0, 8), id="all right"),
        pytest.param(
            [{"1": LEFT, "2": RIGHT}] * 2 + [{"3": LEFT, "2": RIGHT}] * 2, Identities(0.75, 1, 8), id="a new number"
        ),
        pytest.param(
            [{"1": LEFT, "2": RIGHT}] * 2 + [{"2": LEFT, "1": RIGHT}] * 2, Identities(0.5, 2, 8), id="swapped"
        ),
        pytest.param([{"1": LEFT}] * 4, Identities(2 * 4 / 12, 0, 8), id="one missed"),
        pytest.param([{}] * 4, Identities(0, 0, 8), id="nobody found"),
    ],
)
def test_identities(answers: list[Frame], expected: Identities) -> None:
    found = identities_of(TRUTH, answers)
    assert found.idf1 == pytest.approx(expected.idf1)
    assert (found.switches, found.sightings) == (expected.switches, expected.sightings)


def test_nobody_there_and_nobody_found_is_right() -> None:
    assert identities_of([{}], [{}]) == Identities(1, 0, 0)
    assert identities_of([{}], [{"1": LEFT}]).idf1 == 0


def test_a_gap_between_sightings_is_no_switch() -> None:
    assert identities_of([{"ann": LEFT}] * 3, [{"1": LEFT}, {}, {"1": LEFT}]).switches == 0
