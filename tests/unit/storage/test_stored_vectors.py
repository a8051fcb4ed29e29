"""Vectors of a result are in the file of the run that made it, as its operator declared."""

from pathlib import Path

from media_insights.storage.stored_vectors import vectors_of
from tests.unit.search.analysed import stored_with_vectors

VECTORS = {"medium": "Numbers", "of": "Text", "row": "Row", "floor": 0.5}


def test_the_file_of_the_declared_medium_holds_them(tmp_path: Path) -> None:
    (found,) = vectors_of(stored_with_vectors(tmp_path, VECTORS, "Other", "Numbers")).items()
    assert (found[0], found[1].key, found[1].declared.floor) == ("labelDetection", "k/Numbers.npy", 0.5)


def test_what_their_operator_read_is_known_by_the_results_of_who_made_it(tmp_path: Path) -> None:
    assert vectors_of(stored_with_vectors(tmp_path, VECTORS, "Numbers"))["labelDetection"].read == ("speech", "pages")


def test_without_a_declaration_or_a_file_there_are_none(tmp_path: Path) -> None:
    assert vectors_of(stored_with_vectors(tmp_path / "one", None, "Numbers")) == {}
    assert vectors_of(stored_with_vectors(tmp_path / "other", VECTORS, "Other")) == {}
