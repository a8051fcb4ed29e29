"""Neural translation: models in CTranslate2's format, with SentencePiece, from a mounted folder.

Marian (OPUS-MT) has a tokenizer for each side, and at most a token for the target before the source. NLLB and M2M have
one tokenizer, and a token of its language begins either side; MADLAD, of T5's family, a token for the target before the
source, which must be ended.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

from media_operator.cpus import cpus
from media_operator.devices import CUDA, DEVICES
from media_operator.errors import WrongModels

DECODER = "ctranslate2-marian"
MULTILINGUAL = "ctranslate2-multilingual"
NAME = "neural"

LONGEST = 200
"""Pieces of a sentence that are translated at once: these models were trained on sentences up to about 500, and are
best below 100. What is longer is divided, never cut off."""
BEAMS = 4
BATCH_PIECES = 2048
_END = "</s>"
_SPACE = "\u2581"
"""SentencePiece's sign for a space."""
GROWTH, MARGIN = 3, 20
"""A translation has at most so many times the pieces of its source, and some more: a model that repeats itself ends."""


@dataclass(frozen=True)
class Frame:
    """What a model is given around the pieces of a sentence, and what its answer begins with."""

    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    prefix: tuple[str, ...] = ()


class Neural:
    """One model, loaded when it is first needed. Every source language goes to every target language."""

    name = NAME
    rank = 0
    usage: ClassVar[dict[str, Any]] = {}
    """It runs in this very process: nothing is used of somebody else\'s."""

    def __init__(self, models: Path, manifest: dict[str, Any]) -> None:
        """Read the manifest. Raises WrongModels when it names languages or files that are not there."""
        self.manifest = manifest
        try:
            self.folder = models / manifest["file"]
            self.tokenizers = {side: models / self._tokenizer(manifest, side) for side in ("source", "target")}
            tokens = manifest["languageTokens"] if manifest["decoder"] == MULTILINGUAL else {}
            self.sources = manifest.get("sourceLanguages", list(tokens)) if tokens else manifest["sourceLanguages"]
            self.targets = manifest.get("targetLanguages", list(tokens)) if tokens else manifest["targetLanguages"]
        except (KeyError, TypeError) as error:
            raise WrongModels(f"the manifest of the model {manifest.get('name')!r} lacks {error}") from error
        for path in (self.folder / "model.bin", *self.tokenizers.values()):
            if not path.is_file():
                raise WrongModels(f"the model {manifest.get('name')!r} is not whole: {path.name} is missing")
        self.loaded: _Loaded | None = None

    @staticmethod
    def _tokenizer(manifest: dict[str, Any], side: str) -> str:
        """Return the file that divides a side's text: one may be for both."""
        one: str = manifest.get("tokenizer", "")
        return one or str(manifest["tokenizers"][side])

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Return source and target language of what it translates."""
        return tuple((source, target) for source in self.sources for target in self.targets if source != target)

    def translate(self, source: str, target: str, sentences: Sequence[str]) -> list[str | None]:
        """Return the translations; None for a sentence that the model has no end for. Raises WrongModels."""
        try:
            self.loaded = _loaded(self.folder, self.tokenizers["source"], self.tokenizers["target"])
        except (RuntimeError, ValueError, OSError) as error:  # CTranslate2's and SentencePiece's
            raise WrongModels(
                f"the model {self.manifest.get('name')!r} cannot be opened; a folder of CTranslate2's converter and "
                f"SentencePiece's files are right: {error}"
            ) from error
        return self.loaded.translate(sentences, self._frame(source, target))

    def _frame(self, source: str, target: str) -> Frame:
        """Return the tokens around a sentence that say its language and the one that is wanted."""
        if self.manifest["decoder"] == MULTILINGUAL:
            tokens = self.manifest["languageTokens"]
            return Frame(before=(tokens[source],), after=(_END,), prefix=(tokens[target],))
        token = self.manifest.get("targetTokens", {}).get(target)
        return Frame(before=(token,) if token else (), after=(_END,) if self.manifest.get("ended") else ())

    def provenance(self, source: str, target: str) -> dict[str, Any]:  # noqa: ARG002 - all engines are asked alike
        """Return which model translated, and on what."""
        known = {key: self.manifest[key] for key in ("name", "version", "sha256") if self.manifest.get(key)}
        return known | ({"provider": self.loaded.provider} if self.loaded else {})


@cache  # a process may work on many items
def _loaded(folder: Path, source: Path, target: Path) -> "_Loaded":
    return _Loaded(folder, source, target)


class _Loaded:
    def __init__(self, folder: Path, source: Path, target: Path) -> None:
        import ctranslate2  # noqa: PLC0415 - a run that needs no neural model does without its libraries
        import sentencepiece  # noqa: PLC0415

        self.source = sentencepiece.SentencePieceProcessor(model_file=str(source))
        self.target = sentencepiece.SentencePieceProcessor(model_file=str(target))

        def load(provider: str) -> Any:
            device = "cuda" if provider == CUDA else "cpu"
            return ctranslate2.Translator(str(folder), device=device, inter_threads=1, intra_threads=cpus())

        def attempt(model: Any) -> None:
            model.translate_batch([self.source.encode("a", out_type=str)], max_decoding_length=1)

        has_gpu = bool(ctranslate2.get_cuda_device_count())
        self.model, self.provider = DEVICES.open_model(load, attempt, gpu=has_gpu)

    def translate(self, sentences: Sequence[str], frame: Frame) -> list[str | None]:
        parts = [self._parts(sentence) for sentence in sentences]
        framed = [[*frame.before, *part, *frame.after] for each in parts for part in each]
        flat = iter(self._decoded(framed, frame.prefix))
        answers = [[next(flat) for _ in each] for each in parts]
        return [" ".join(each) if None not in each else None for each in answers]  # type: ignore[arg-type]

    def _parts(self, sentence: str) -> list[list[str]]:
        """Divide at spaces what is too long; a single word without spaces stays whole."""
        pieces: list[str] = self.source.encode(sentence, out_type=str)
        middle = sentence.rfind(" ", 0, len(sentence) // 2 + 1)
        if len(pieces) <= LONGEST or middle <= 0:
            return [pieces]
        return self._parts(sentence[:middle]) + self._parts(sentence[middle + 1 :])

    def _decoded(self, batch: list[list[str]], prefix: tuple[str, ...]) -> list[str | None]:
        longest = GROWTH * max(map(len, batch), default=0) + MARGIN
        results = self.model.translate_batch(
            batch,
            target_prefix=[list(prefix)] * len(batch) if prefix else None,
            beam_size=BEAMS,
            max_batch_size=BATCH_PIECES,
            batch_type="tokens",
            max_input_length=0,
            max_decoding_length=longest,
            replace_unknowns=True,
        )
        texts = [result.hypotheses[0][len(prefix) :] for result in results]
        return [None if len(pieces) >= longest else self._text(pieces) for pieces in texts]

    def _text(self, pieces: list[str]) -> str:
        # pieces that were copied from the source, because the model does not know them, are unknown here too
        return str(self.target.decode(pieces)).replace(_SPACE, " ").strip()
