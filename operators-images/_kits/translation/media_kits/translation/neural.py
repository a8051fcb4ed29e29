"""Neural translation: Marian models (OPUS-MT) in CTranslate2's format, with SentencePiece, from a mounted folder."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from media_operator.cpus import cpus
from media_operator.errors import BadParameters

DECODER = "ctranslate2-marian"
NAME = "neural"

LONGEST = 200
"""Pieces of a sentence that are translated at once: these models were trained on sentences up to about 500, and are
best below 100. What is longer is divided, never cut off."""
BEAMS = 4
BATCH_PIECES = 2048
_SPACE = "\u2581"
"""SentencePiece's sign for a space."""
GROWTH, MARGIN = 3, 20
"""A translation has at most so many times the pieces of its source, and some more: a model that repeats itself ends."""


class Neural:
    """One model, loaded when it is first needed. Every source language goes to every target language."""

    name = NAME
    rank = 0

    def __init__(self, models: Path, manifest: dict[str, Any]) -> None:
        """Read the manifest. Raises BadParameters when it names languages or files that are not there."""
        self.manifest = manifest
        try:
            self.folder = models / manifest["file"]
            self.tokenizers = {side: models / manifest["tokenizers"][side] for side in ("source", "target")}
            self.sources, self.targets = manifest["sourceLanguages"], manifest["targetLanguages"]
        except (KeyError, TypeError) as error:
            raise BadParameters(f"the manifest of the model {manifest.get('name')!r} lacks {error}") from error
        for path in (self.folder / "model.bin", *self.tokenizers.values()):
            if not path.is_file():
                raise BadParameters(f"the model {manifest.get('name')!r} is not whole: {path} is missing")
        self.loaded: _Loaded | None = None

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Return source and target language of what it translates."""
        return tuple((source, target) for source in self.sources for target in self.targets if source != target)

    def translate(self, source: str, target: str, sentences: Sequence[str]) -> list[str | None]:  # noqa: ARG002 - all engines are asked alike
        """Return the translations; None for a sentence that the model has no end for."""
        self.loaded = self.loaded or _Loaded(self.folder, self.tokenizers)
        token = self.manifest.get("targetTokens", {}).get(target)
        return self.loaded.translate(sentences, [token] if token else [])

    def provenance(self, source: str, target: str) -> dict[str, Any]:  # noqa: ARG002 - all engines are asked alike
        """Return which model translated, and on what."""
        known = {key: self.manifest[key] for key in ("name", "version", "sha256") if self.manifest.get(key)}
        return known | ({"provider": self.loaded.provider} if self.loaded else {})


class _Loaded:
    def __init__(self, folder: Path, tokenizers: dict[str, Path]) -> None:
        import ctranslate2  # noqa: PLC0415 - a run that needs no neural model does without its libraries
        import sentencepiece  # noqa: PLC0415

        device = "cuda" if ctranslate2.get_cuda_device_count() else "cpu"
        self.provider = {"cuda": "CUDAExecutionProvider", "cpu": "CPUExecutionProvider"}[device]
        self.model = ctranslate2.Translator(str(folder), device=device, inter_threads=1, intra_threads=cpus())
        self.source = sentencepiece.SentencePieceProcessor(model_file=str(tokenizers["source"]))
        self.target = sentencepiece.SentencePieceProcessor(model_file=str(tokenizers["target"]))

    def translate(self, sentences: Sequence[str], before: list[str]) -> list[str | None]:
        parts = [self._parts(sentence) for sentence in sentences]
        flat = iter(self._decoded([before + part for each in parts for part in each]))
        answers = [[next(flat) for _ in each] for each in parts]
        return [" ".join(each) if None not in each else None for each in answers]  # type: ignore[arg-type]

    def _parts(self, sentence: str) -> list[list[str]]:
        """Divide at spaces what is too long; a single word without spaces stays whole."""
        pieces: list[str] = self.source.encode(sentence, out_type=str)
        middle = sentence.rfind(" ", 0, len(sentence) // 2 + 1)
        if len(pieces) <= LONGEST or middle <= 0:
            return [pieces]
        return self._parts(sentence[:middle]) + self._parts(sentence[middle + 1 :])

    def _decoded(self, batch: list[list[str]]) -> list[str | None]:
        longest = GROWTH * max(map(len, batch), default=0) + MARGIN
        results = self.model.translate_batch(
            batch,
            beam_size=BEAMS,
            max_batch_size=BATCH_PIECES,
            batch_type="tokens",
            max_input_length=0,
            max_decoding_length=longest,
            replace_unknowns=True,
        )
        texts = [result.hypotheses[0] for result in results]
        return [None if len(pieces) >= longest else self._text(pieces) for pieces in texts]

    def _text(self, pieces: list[str]) -> str:
        # pieces that were copied from the source, because the model does not know them, are unknown here too
        return str(self.target.decode(pieces)).replace(_SPACE, " ").strip()
