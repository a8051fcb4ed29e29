"""Embedded images: the vector that ``image-embedding`` made of an image, as an example of what such images show."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from media_insights.domain import layout
from media_insights.domain.stored_collection import EmbeddingModel
from media_insights.errors import Damaged, NoSuchObject
from media_insights.storage.library import StoredResults
from media_insights.storage.vector_files import row_of

RESULT = "imageEmbedding"


@dataclass(frozen=True, slots=True)
class EmbeddedImage:
    """One image as a vector."""

    model: EmbeddingModel
    vector: tuple[float, ...]


def embedded_image(results: StoredResults, time: int = 0) -> EmbeddedImage:
    """Return the image, or the frame of a video that is nearest to a time in milliseconds.

    Raises NoSuchObject where nothing was embedded, Damaged where what is stored is not what it should be.
    """
    if RESULT not in results:
        raise NoSuchObject(f"there is no result {RESULT}: run the workflow image-embedding over it")
    key, result = results.pointers[RESULT], results[RESULT]
    try:
        model = EmbeddingModel(name=str(result["Model"]["name"]), sha256=str(result["Model"]["sha256"]))
        _, row = min((abs(int(each["Timestamp"]) - time), int(each["Index"])) for each in result["Embeddings"])
        file = _file_of(result)
    except (KeyError, TypeError, ValueError) as error:
        raise Damaged(f"the stored result {key} does not say where the vectors of which images are") from error
    return EmbeddedImage(model, row_of(results.library.store, f"{layout.folder_of(key)}{file}", row, RESULT))


def _file_of(result: Mapping[str, Any]) -> str:
    """Return the file beside the result. Raises ValueError for what is no name of one."""
    name = str(result["File"]["Name"])
    if not name or "/" in name or name.startswith("."):
        raise ValueError(name)
    return name
