"""The text half of a model that compares images with texts (SigLIP, CLIP): a text as a vector of length 1.

A manifest says under `text` what it is::

    "text": {"file": "text_model.onnx", "tokenizer": "tokenizer.json", "length": 64, "pad": 0, "lower": true,
             "output": "pooler_output", "floor": 0.1}

`length` is how many tokens it takes: shorter texts are filled up with `pad`, longer ones cut. `output` names the vector
where it is not the first one. `floor` is the least cosine of a text and an image that is an answer.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np

os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")  # ONNX Runtime 1.32 reports to its makers from its import on
import onnxruntime
import tokenizers

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

_QUIET = 3
"""Errors only: ONNX Runtime's warnings are about its own optimisations."""


class UnfitTextHalfError(Exception):
    """The files are not what the manifest says; the message is a sentence about it."""


@dataclass(frozen=True)
class TextHalf:
    """The opened files."""

    session: Any
    tokenizer: Any
    output: str
    lower: bool = False

    @classmethod
    def of(cls, folder: Path, text: Mapping[str, Any]) -> Self:
        """Open what `text` of a manifest names. Raises UnfitTextHalfError."""
        options = onnxruntime.SessionOptions()
        options.log_severity_level = _QUIET
        try:
            tokenizer = tokenizers.Tokenizer.from_file(str(folder / text["tokenizer"]))
            tokenizer.enable_padding(length=text["length"], pad_id=text.get("pad", 0))
            tokenizer.enable_truncation(text["length"])
            file = str((folder / text["file"]).resolve())
            session = onnxruntime.InferenceSession(file, options, providers=["CPUExecutionProvider"])
        except Exception as error:  # both libraries raise exceptions of their own, with no other base
            raise UnfitTextHalfError(f"the text half in {folder} cannot be opened: {error}") from error
        names = [each.name for each in session.get_outputs()]
        output = text.get("output", names[0])
        if output not in names:
            raise UnfitTextHalfError(f"text.output is {output!r}; the text half has {', '.join(names)}")
        return cls(session, tokenizer, output, lower=bool(text.get("lower", False)))

    def vector_of(self, text: str) -> NDArray[np.float32]:
        """Return the vector of a text, of length 1. Raises UnfitTextHalfError."""
        encoded = self.tokenizer.encode(text.lower() if self.lower else text)
        known = {"input_ids": encoded.ids, "attention_mask": encoded.attention_mask}
        names = [each.name for each in self.session.get_inputs()]
        if further := [name for name in names if name not in known]:
            raise UnfitTextHalfError(
                f"the text half has further inputs ({', '.join(further)}): nothing is given to them"
            )
        try:
            (found,) = self.session.run([self.output], {name: np.array([known[name]], np.int64) for name in names})
        except Exception as error:
            raise UnfitTextHalfError(f"the text half does not compute: {error}") from error
        row = np.asarray(found, np.float32).reshape(-1)
        return np.asarray(row / max(float(np.linalg.norm(row)), 1e-12), np.float32)
