"""espeak-ng as a voice: about a hundred languages, understandable and robotic. Its C interface (speak_lib.h)."""

import ctypes
from importlib import metadata
from pathlib import Path
from typing import Any

import espeakng_loader
import numpy as np

Samples = np.ndarray[Any, np.dtype[np.int16]]

SYNCHRONOUS = 2
DONT_EXIT = 0x8000
RATE = 1
UTF8 = 1
POSITION_CHARACTER = 1
WORDS_PER_MINUTE = 165
SLOWEST, FASTEST = 80, 450

_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.c_void_p)


def voice_for(language: str) -> "Robot | None":
    """Return a voice for the language, or for its primary language; None when espeak-ng knows neither."""
    lib = ctypes.CDLL(espeakng_loader.get_library_path())
    folder = str(Path(espeakng_loader.get_data_path()).parent).encode()
    samples_per_second = int(lib.espeak_Initialize(SYNCHRONOUS, 0, folder, DONT_EXIT))
    if samples_per_second <= 0:
        raise RuntimeError("espeak-ng did not start")
    for code in (language.lower(), language.split("-", maxsplit=1)[0].lower()):
        if lib.espeak_SetVoiceByName(code.encode()) == 0:
            return Robot(lib, code, samples_per_second)
    return None


class Robot:
    """A voice of espeak-ng. There is one at a time: the library has global state."""

    engine = "robotic"

    def __init__(self, lib: ctypes.CDLL, code: str, samples_per_second: int) -> None:
        """Take over the library, whose voice is set."""
        self.name = f"espeak-ng-{code}"
        self.samples_per_second = samples_per_second
        self.provenance = {"name": self.name, "version": metadata.version("espeakng-loader"), "provider": "CPU"}
        self._lib = lib
        self._heard: list[Samples] = []
        self._callback = _CALLBACK(self._take)  # kept: C holds only a pointer
        lib.espeak_SetSynthCallback(self._callback)

    def speak(self, text: str, rate: float) -> Samples:
        """Return the text spoken."""
        self._heard = []
        pace = min(FASTEST, max(SLOWEST, round(WORDS_PER_MINUTE * rate)))
        self._lib.espeak_SetParameter(RATE, pace, 0)
        content = text.encode() + b"\0"
        self._lib.espeak_Synth(content, ctypes.c_size_t(len(content)), 0, POSITION_CHARACTER, 0, UTF8, None, None)
        return np.concatenate(self._heard) if self._heard else np.zeros(0, np.int16)

    def _take(self, samples: Any, count: int, _: Any) -> int:
        if samples and count:
            self._heard.append(np.ctypeslib.as_array(samples, (count,)).astype(np.int16))
        return 0
