"""Taggers that are mounted: networks in ONNX that say of a stretch of some length which of many kinds of event it has.

YAMNet, PANNs, CED, AST, BEATs and their like. A manifest says what such a network is given – samples, or log mel
energies – how long a stretch is, and from one to the next; the middle of a stretch is what its scores are told of.
`DECODERS` says how an answer becomes scores from 0 to 1.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import av
import numpy as np
from events import Type
from traces import Stretch

from media_kits.audio.features import Features
from media_kits.audio.recordings import RATE, Samples
from media_kits.vision import sessions
from media_operator import WrongModels

SILENCE = "Silence"
"""A label that is not asked for: silence is measured."""
_AS_PRINTED = 1e-3
"""How far scores may lie outside 0 to 1 by rounding."""


class Tagger:
    """A loaded network with its manifest. `types` are its labels, `columns` their number."""

    def __init__(self, folder: Path, manifest: Mapping[str, Any]) -> None:
        """Load the network and ask it once about silence. Raises WrongModels where it is not what the manifest says."""
        self._name, self._input, self._manifest = manifest["name"], manifest["input"], manifest
        if manifest.get("decoder") not in DECODERS:
            raise self._wrong(f"has the decoder {manifest.get('decoder')!r}; {', '.join(DECODERS)} or firered-aed")
        self._rate = int(self._input["rate"])
        self._window, self._hop = (round(self._input[each] * self._rate) for each in ("window", "hop"))
        if not 0 < self._hop <= self._window:
            raise self._wrong("has an input.hop beyond its input.window; at most as long")
        self._features = self._features_of(self._input.get("features"))
        self._session = sessions.opened(folder / manifest["file"])
        self.provenance = sessions.provenance_of(dict(manifest), self._session)
        labels = list(enumerate(manifest["labels"]))
        self._asked = [place for place, label in labels if label and label["name"] != SILENCE]
        self._rows = len(self._scores(np.zeros(self._window, np.float32)))
        """Answers to one stretch: it is heard in so many equal parts."""
        self._kept = max(1, round(self._rows * self._hop / self._window))
        self.step_millis = self._hop * 1000 / self._rate / self._kept
        self.types = tuple(self._type(column, labels[place][1]) for column, place in enumerate(self._asked))
        self.columns = len(self.types)

    def hear(self, stretches: Iterable[Stretch]) -> Iterator[Samples]:
        """Yield [steps, columns] of scores; the end of the recording is filled up with silence."""
        held, steps, heard = np.zeros((self._window - self._hop) // 2, np.float32), 0, 0
        for block in at_rate((stretch.samples for stretch in stretches), self._rate):
            held, heard = np.concatenate([held, block]), heard + len(block)
            while len(held) >= self._window:
                yield self._middle_of(held[: self._window])
                held, steps = held[self._hop :], steps + 1
        while steps * self._hop < heard:
            yield self._middle_of(np.pad(held, (0, self._window))[: self._window])
            held, steps = held[self._hop :], steps + 1

    def _middle_of(self, samples: Samples) -> Samples:
        first = (self._rows - self._kept) // 2
        return self._scores(samples)[first : first + self._kept]

    def _scores(self, samples: Samples) -> Samples:
        """Return [rows, columns] of a stretch. Raises WrongModels."""
        answer, labels = self._answer_to(samples * np.float32(self._input.get("gain", 1))), self._manifest["labels"]
        if answer.ndim == 0 or answer.shape[-1] != len(labels):
            raise self._wrong(
                f"answers with {list(answer.shape)} and its manifest lists {len(labels)} labels; scores of all of "
                "them, null for those that are not told,"
            )
        scores = DECODERS[self._manifest["decoder"]](answer.reshape(-1, len(labels)).astype(np.float32))
        if not (scores.min() >= -_AS_PRINTED and scores.max() <= 1 + _AS_PRINTED):
            raise self._wrong(
                f"answers with numbers from {scores.min():.3g} to {scores.max():.3g}, which are no probabilities; "
                "the decoder sigmoid"
            )
        return scores[:, self._asked].clip(0, 1)

    def _answer_to(self, samples: Samples) -> np.ndarray[Any, Any]:
        wanted = self._session.get_inputs()
        if len(wanted) != 1:
            raise self._wrong(f"has the inputs {', '.join(each.name for each in wanted)}; a single one")
        values = self._heard(samples)
        shaped = values.reshape((1,) * (len(wanted[0].shape) - values.ndim) + values.shape)
        try:
            answers = self._session.run(
                None, {wanted[0].name: shaped.astype(sessions.TYPES.get(wanted[0].type, np.float32))}
            )
        except sessions.UNFIT as error:
            raise self._wrong(
                f"does not take {list(shaped.shape)}, which its manifest says ({error}); what it was exported for"
            ) from error
        return np.asarray(self._chosen(dict(zip(self._outputs, answers, strict=True))))

    @property
    def _outputs(self) -> list[str]:
        return [output.name for output in self._session.get_outputs()]

    def _chosen(self, answers: dict[str, Any]) -> Any:
        name = self._manifest.get("output", "scores" if len(answers) > 1 else next(iter(answers)))
        if name not in answers:
            raise self._wrong(f"has no output {name!r}, but {', '.join(answers)}; one of them as `output`")
        return answers[name]

    def _heard(self, samples: Samples) -> Samples:
        """Return what the network is given of a stretch: its samples, or features as they are laid out."""
        if self._features is None:
            return samples
        told = self._input["features"]
        values = (self._features.of(samples) - np.float32(told.get("mean", 0))) / np.float32(told.get("std", 1))
        return values.T if told.get("layout") == "mels-frames" else values

    def _features_of(self, told: Mapping[str, Any] | None) -> Features | None:
        if told is None:
            return None
        own = {key: value for key, value in told.items() if key not in {"mean", "std", "layout"}}
        if not 0 <= own["low"] < own["high"] <= self._rate / 2:
            raise self._wrong(f"has features from {own['low']} to {own['high']} Hz; up to half of input.rate")
        if not own["frame"] <= own["fft"] <= self._window:
            raise self._wrong(
                f"has frames of {own['frame']} samples, an fft of {own['fft']} and a window of {self._window}; each "
                "at most as long as the next"
            )
        return Features(rate=self._rate, **own)

    def _type(self, column: int, label: Mapping[str, Any]) -> Type:
        pause = round(self.step_millis)
        return Type(label["name"], column, 0, pause, 0, tuple(label["parents"]))

    def _wrong(self, sentence: str) -> WrongModels:
        return WrongModels(f"the model {self._name!r} {sentence} is right")


def at_rate(blocks: Iterable[Samples], rate: int) -> Iterator[Samples]:
    """Yield samples, which come at 16 kHz, at another rate."""
    if rate == RATE:
        yield from blocks
        return
    resampler = av.AudioResampler(format="fltp", layout="mono", rate=rate)
    for block in blocks:
        frame = av.AudioFrame.from_ndarray(block[None], format="fltp", layout="mono")
        frame.sample_rate = RATE
        yield from (each.to_ndarray()[0] for each in resampler.resample(frame))
    yield from (each.to_ndarray()[0] for each in resampler.resample(None))


def _sigmoid(answer: Samples) -> Samples:
    return np.asarray(1 / (1 + np.exp(-np.clip(answer, -60, 60))), np.float32)


def _softmax(answer: Samples) -> Samples:
    powers = np.exp(answer - answer.max(axis=-1, keepdims=True))
    scores: Samples = powers / powers.sum(axis=-1, keepdims=True)
    return scores


DECODERS: dict[str, Callable[[Samples], Samples]] = {
    "sigmoid": _sigmoid,
    "logits": _softmax,
    "probabilities": lambda answer: answer,
}
"""`sigmoid` makes a probability of each number for itself, as taggers of AudioSet need it; `logits` are those of kinds
that exclude each other; `probabilities` are such already."""
