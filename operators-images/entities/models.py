"""Which pipeline reads a text: the first among the models that knows its language."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from media_operator import WrongModels, manifests_in

TASK, DECODER = "named-entity-recognition", "spacy"


@dataclass(frozen=True)
class Model:
    """A spaCy pipeline in a folder, and the manifest that lies beside it."""

    folder: Path
    manifest: dict[str, Any]

    @classmethod
    def of(cls, models: Path, manifest: dict[str, Any]) -> Self:
        """Read a manifest. Raises WrongModels for one whose folder or decoder is not what this operator reads."""
        name, folder = manifest.get("name"), models / str(manifest.get("file"))
        if manifest.get("decoder", DECODER) != DECODER:
            raise WrongModels(f"decoder of the model {name!r} is {manifest['decoder']!r}; {DECODER!r} is right")
        if not (folder / "meta.json").is_file():
            raise WrongModels(f"file of the model {name!r}: {folder.name!r} is no folder of a spaCy pipeline")
        return cls(folder, manifest)

    @property
    def languages(self) -> list[str]:
        """The languages that it reads: English unless the manifest says otherwise."""
        return list(self.manifest.get("languages", ["en"]))


def models_in(models: Path) -> list[Model]:
    """Return the pipelines of a model folder. Raises WrongModels when it has none."""
    found = [Model.of(models, each) for each in manifests_in(models, TASK)]
    if not found:
        raise WrongModels(f"{models} must hold a model for the task {TASK!r}")
    return found


def model_for(models: Sequence[Model], language: str) -> Model:
    """Return the first that reads a language, else the first of all: nothing is looked for in other texts."""
    primary = language.partition("-")[0]
    return next((model for model in models if primary in model.languages), models[0])
