"""Collections of faces that tests make, as `kubectl media faces` does: pictures go through face-index."""

from functools import cache
from typing import Any

from tests.operators import media
from tests.operators.runs import run


@cache
def _indexed(name: str, item: str) -> tuple[dict[str, Any], ...]:
    result = run("face-index", {"image": media.fetch(item)}, externalImageId=name, maxFaces=1).result
    return tuple(record["Face"] for record in result["FaceRecords"])


def gallery(people: dict[str, dict[str, Any]] | None = None, **items: str) -> dict[str, Any]:
    """Return a collection with the largest face of each test picture, by the name that it is known under."""
    faces = [face for name, item in items.items() for face in _indexed(name, item)]
    model = run("face-index", {"image": media.fetch("chelsea")}).result["Model"]
    known = {"Id": "test", "Kind": "faces", "Version": 1, "Model": model, "Faces": faces}
    return known | ({"People": people} if people else {})
