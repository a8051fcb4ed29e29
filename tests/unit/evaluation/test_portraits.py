"""Who is known to be whom, and of whom nobody can say."""

import pytest

from tests.evaluation import portraits
from tests.evaluation.measures.boxes import Box
from tests.evaluation.portraits import Portrait, Shot

BOX = Box(0.1, 0.2, 0.3, 0.4)
ANN = Portrait("one", 0, "Ann", BOX)
ANN_AGAIN = Portrait("two", 0, "Ann", BOX)
BOB = Portrait("three", 0, "Bob", BOX)
STRANGER = Portrait("one", 1, "", BOX)
OTHER_STRANGER = Portrait("four", 0, "", BOX)


@pytest.mark.parametrize(
    ("one", "other", "same", "differs"),
    [
        pytest.param(ANN, ANN_AGAIN, True, False, id="one name"),
        pytest.param(ANN, BOB, False, True, id="two names"),
        pytest.param(ANN, STRANGER, False, True, id="two faces of one picture"),
        pytest.param(BOB, STRANGER, False, True, id="a name and none"),
        pytest.param(STRANGER, OTHER_STRANGER, False, False, id="strangers of two pictures: nobody can say"),
        pytest.param(ANN, ANN, False, False, id="the same face of the same picture tells nothing"),
    ],
)
def test_pairs(one: Portrait, other: Portrait, same: bool, differs: bool) -> None:  # noqa: FBT001 - columns of a table
    assert portraits.is_same(one, other) is same
    assert portraits.is_other(one, other) is differs


def test_a_changed_picture_shows_its_faces_mirrored_and_copies_are_known() -> None:
    case = {"media": "one", "faces": [{"box": list(BOX), "name": "Ann"}]}
    (changed,) = Shot(case, changed=True).faces
    assert changed.box == pytest.approx(Box(0.7, 0.2, 0.9, 0.4))
    assert portraits.is_copy(changed, ANN)
    assert not portraits.is_copy(ANN, ANN)
