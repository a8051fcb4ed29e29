"""Films made from seeds: where they change is known before they are made."""

import pytest

from tests.evaluation.measures.boundaries import Boundary
from tests.evaluation.montages import CUT_SHOT, DISSOLVE, Montage, Shot, montage


def test_cuts_lie_where_shots_end_to_one_picture() -> None:
    film = Montage("25", (Shot("a", 10, True), Shot("b", 25, True), Shot("c", 5, False)))
    assert film.boundaries == [Boundary(400, 400, 40), Boundary(1400, 1400, 40)]


def test_a_dissolve_lasts_and_takes_its_time_from_both_shots() -> None:
    film = Montage("25", (Shot("a", 50, True), Shot("b", 50, True, dissolve=10), Shot("c", 50, True, dissolve=25)))
    assert film.boundaries == [Boundary(1600, 2000, 200), Boundary(2600, 3600, 200)]


def test_the_time_of_a_picture_is_exact_at_any_rate() -> None:
    (only,) = Montage("30000/1001", (Shot("a", 30, True), Shot("b", 30, True))).boundaries
    assert only.first == pytest.approx(1001)


@pytest.mark.parametrize("change", ["cut", "dissolve"])
def test_a_seed_makes_the_same_film_and_no_still_follows_itself(change: str) -> None:
    film = montage(7, "25", 40, change, ["a", "b", "c"])
    assert film == montage(7, "25", 40, change, ["a", "b", "c"])
    assert film != montage(8, "25", 40, change, ["a", "b", "c"])
    assert all(one.still != other.still for one, other in zip(film.shots, film.shots[1:], strict=False))
    assert {shot.dissolve == 0 for shot in film.shots[1:]} == {change == "cut"}


def test_shots_are_long_enough_to_be_seen() -> None:
    shots = montage(7, "25", 40, "dissolve", ["a", "b", "c"]).shots
    assert min(shot.pictures for shot in shots) > 2 * max(DISSOLVE)
    assert min(shot.pictures for shot in montage(7, "25", 40, "cut", ["a", "b"]).shots) >= CUT_SHOT[0]
