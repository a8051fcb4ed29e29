"""Collections of faces that tests make, as `kubectl media faces` does: by the same code, through face-index."""

from functools import cache
from typing import Any

from media_insights.domain import known_faces, stored_collection
from tests.operators import media
from tests.operators.runs import run


@cache
def _indexed(name: str, item: str) -> tuple[stored_collection.EmbeddingModel, tuple[known_faces.CollectedFace, ...]]:
    picture = media.fetch(item)
    result = run("face-index", {"image": picture}, externalImageId=name, maxFaces=1).result
    return known_faces.faces_of(result, media.ITEMS[item].sha256, name)


def gallery(people: dict[str, dict[str, Any]] | None = None, **items: str) -> dict[str, Any]:
    """Return a collection with the largest face of each test picture, by the name that it is known under."""
    made = known_faces.Collection(id="test", kind="faces", created="2026-01-01T00:00:00Z")
    for name, item in items.items():
        made = known_faces.with_faces(made, *_indexed(name, item))
    return made.to_json() | ({"People": people} if people else {})
