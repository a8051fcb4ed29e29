"""The Whisper model, loaded once a process, and anew when it has drawn lots: an item must not depend on another."""

from functools import partial
from pathlib import Path
from typing import Any

import ctranslate2
import numpy as np
from faster_whisper import WhisperModel

from media_kits.audio.recordings import RATE
from media_operator import WrongModels, cpus
from media_operator.devices import CPU, CUDA, DEVICES

SEED = 7
"""Above temperature 0 Whisper draws lots: the same audio shall give the same words."""

NAMES = {CUDA: "CUDA float16", CPU: "CPU int8"}
"""What a result says of the two, with the numbers that the network is computed in there."""

_loaded: dict[Path, tuple[WhisperModel, str]] = {}


def model_in(folder: Path) -> tuple[WhisperModel, str]:
    """Return the model of a folder, and which device runs it. Raises WrongModels for what is no Whisper.

    CTranslate2 seeds its lots once for each thread of a model. A model that has drawn some goes on where it was, so
    what follows would sound different after one file than after another.
    """
    if folder in _loaded and _loaded[folder][0].model.has_drawn:
        del _loaded[folder]
    if folder not in _loaded:
        ctranslate2.set_random_seed(SEED)
        has_gpu = bool(ctranslate2.get_cuda_device_count())
        try:
            model, provider = DEVICES.open_model(partial(_load, folder), _attempt, gpu=has_gpu)
        except (RuntimeError, ValueError) as error:  # CTranslate2's
            raise WrongModels(
                f"the model {folder.name!r} cannot be opened; a Whisper in CTranslate2's format is right: {error}"
            ) from error
        model.model = _Watched(model.model)
        _loaded[folder] = model, provider
    return _loaded[folder]


def _load(folder: Path, provider: str) -> WhisperModel:
    device, compute_type = NAMES[provider].lower().split()
    return WhisperModel(
        str(folder), device=device, compute_type=compute_type, cpu_threads=cpus(), local_files_only=True
    )


def _attempt(model: WhisperModel) -> None:
    """Listen to a second of silence: a driver without cuBLAS or cuDNN fails only when something is computed."""
    segments, _ = model.transcribe(np.zeros(RATE, np.float32), language="en", beam_size=1)
    list(segments)


class _Watched:
    """CTranslate2's model, and whether it was ever asked to choose words by lot."""

    def __init__(self, model: Any) -> None:
        self._model = model
        self.has_drawn = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._model, name)

    def generate(self, *args: Any, **options: Any) -> Any:
        self.has_drawn |= bool(options.get("sampling_temperature", 0))
        return self._model.generate(*args, **options)
