"""Which Whisper is heard with: the one that is asked for, else a mounted one, else the one that ships."""

from pathlib import Path
from typing import Any

from media_operator import WrongModels, manifests_in

TASK = "speech-to-text"
AUTO, SHIPPED = "auto", "whisper-base"


def folder_of(models: Path, wanted: str) -> Path:
    """Return the folder of a model. Raises WrongModels for a mounted manifest that names none.

    Of several mounted ones the first by the name of its manifest is taken.
    """
    if wanted != AUTO:
        return models / wanted
    others = [each for each in manifests_in(models, TASK) if each.get("name") != SHIPPED]
    return _folder(models, others[0]) if others else models / SHIPPED


def _folder(models: Path, manifest: dict[str, Any]) -> Path:
    named = models / str(manifest.get("file", ""))
    folder = named.parent if named.name == "model.bin" else named
    if folder == models or not (folder / "model.bin").is_file():
        raise WrongModels(
            f"file of the model {manifest.get('name')!r} is {manifest.get('file')!r}; a folder beside it that "
            "holds model.bin, Whisper in CTranslate2's format, is right"
        )
    return folder
