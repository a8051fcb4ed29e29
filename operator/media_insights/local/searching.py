"""Search of a results folder: where its index is, and how it is brought up to date."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from media_insights.api.v1alpha1 import MediaAsset, MediaExecution
from media_insights.local.serving.record_files import RecordFiles
from media_insights.local.weights import Weights
from media_insights.search.image_questions import NO_TEXTS, MountedImageQuestions
from media_insights.search.indexing import Pass, bring_up_to_date
from media_insights.search.questions import ModelQuestions
from media_insights.search.sqlite.sqlite_index import SqliteIndex
from media_insights.storage.folder import FolderStore
from media_insights.storage.library import Library

_EMBEDDING = "text-embedding"
"""Operator whose model makes the vectors of sentences."""
IMAGES = "image-embedding"
"""Operator whose model makes the vectors of images."""
INDEX = ".search.sqlite"
"""File of the index in a results folder. It can be removed: it is made anew."""


def index_of(folder: Path, cache: Path | None = None, images: Path | None = None) -> SqliteIndex:
    """Return the index of a results folder; its file is made when it is first used.

    ``cache``: where models are kept, of which one turns questions into vectors; None: nothing is found by its meaning.
    ``images``: the folder that is mounted for image-embedding, whose text half turns words into what images are
    compared with; None: no image is found by words.
    """
    shown = MountedImageQuestions(images) if images else NO_TEXTS
    if cache is None:
        return SqliteIndex(folder / INDEX, image_questions=shown)
    advice = f"the first run of {_EMBEDDING} on this machine brings it"
    questions = ModelQuestions(Weights(cache).folder_of(_EMBEDDING), advice)
    return SqliteIndex(folder / INDEX, questions=questions, image_questions=shown)


def index_folder(store: FolderStore, cache: Path | None = None) -> Pass:
    """Bring the index of a results folder up to date. Raises Unavailable when it cannot be written.

    ``cache``: where models are kept, of which one makes the vectors of sentences that people edited.
    """
    return bring_up_to_date(index_of(store.root, cache), Library(store), _recorded_assets(store))


def _recorded_assets(store: FolderStore) -> Iterator[tuple[MediaAsset, Sequence[MediaExecution]]]:
    executions = list(RecordFiles(store, MediaExecution).all())
    for asset in RecordFiles(store, MediaAsset).all():
        own = [each for each in executions if each.spec.asset == asset.metadata.name]
        yield asset, own
