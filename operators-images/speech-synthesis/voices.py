"""Voices: a neural one where the models hold one for the language, else espeak-ng's, else none."""

from pathlib import Path
from typing import Any, Protocol

import espeak
import numpy as np
import onnxruntime
from onnxruntime.capi import onnxruntime_pybind11_state as faults
from piper import PiperVoice, SynthesisConfig

from media_operator import WrongModels, manifests_in

Samples = np.ndarray[Any, np.dtype[np.int16]]

TASK, DECODER = "text-to-speech", "piper"
SEED = 7
"""A neural voice draws lots for its melody: the same text shall sound the same."""


class Voice(Protocol):
    """Something that speaks; `samples_per_second` is the rate of what it returns (mono)."""

    name: str
    engine: str
    samples_per_second: int
    provenance: dict[str, str]

    def speak(self, text: str, rate: float) -> Samples:
        """Return the text spoken, at `rate` times the natural speed."""


def voice_for(language: str, models: Path) -> Voice | None:
    """Return the best voice for a language, None when there is no voice for it."""
    primary = language.split("-", maxsplit=1)[0].lower()
    for manifest in _manifests(models):
        if str(manifest["language"]).lower() in {language.lower(), primary}:
            return Neural(models / manifest["file"], manifest)
    return espeak.voice_for(language)


def _manifests(models: Path) -> list[dict[str, Any]]:
    return [one for one in manifests_in(models, TASK) if one.get("decoder") == DECODER]


class Neural:
    """A Piper voice."""

    engine = "neural"

    def __init__(self, path: Path, manifest: dict[str, Any]) -> None:
        """Load the voice; the settings lie beside it, with .json added to its name.

        Raises WrongModels for what is no voice of Piper's.
        """
        onnxruntime.set_seed(SEED)
        self.name = str(manifest["name"])
        try:
            self.piper = PiperVoice.load(path)
        except (OSError, ValueError, KeyError, faults.InvalidProtobuf, faults.Fail) as error:
            raise WrongModels(
                f"file of the model {self.name!r}: {path.name} and {path.name}.json beside it are no voice of Piper's "
                f"({type(error).__name__}: {error})"
            ) from error
        self.provenance = {"name": self.name, "sha256": manifest["sha256"], "provider": "CPUExecutionProvider"}
        self.samples_per_second = int(self.piper.config.sample_rate)

    def speak(self, text: str, rate: float) -> Samples:
        """Return the text spoken; text without a letter is nothing."""
        wanted = SynthesisConfig(length_scale=self.piper.config.length_scale / rate)
        spoken = [chunk.audio_int16_array for chunk in self.piper.synthesize(text, wanted)]
        return np.concatenate(spoken) if spoken else np.zeros(0, np.int16)
