"""Sentences as vectors of length 1: the nearer two vectors, the more alike the meanings, whatever the languages.

The network is multilingual-e5-small (Wang and others 2024), a transformer of 12 layers, computed with numpy alone: its
weights of 4 bits are unpacked once, and a batch is one multiplication a matrix. What is sought begins with "query: ",
what is found with "passage: ", as the network was trained.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal, Self

import numpy as np
from packed import Packed, unpacked
from tokens import Tokenizer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from typing import Any

    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

Role = Literal["query", "passage"]
AT_ONCE = 2048
"""Tokens computed at a time: more need memory and save nothing."""


@dataclass(frozen=True)
class _Linear:
    weights: Floats
    bias: Floats

    def __call__(self, values: Floats) -> Floats:
        return values @ self.weights.T + self.bias


@dataclass(frozen=True)
class _Norm:
    weights: Floats
    bias: Floats
    epsilon: float

    def __call__(self, values: Floats) -> Floats:
        centred = values - values.mean(-1, keepdims=True)
        spread = np.sqrt((centred * centred).mean(-1, keepdims=True) + np.float32(self.epsilon))
        return np.asarray(centred / spread * self.weights + self.bias, np.float32)


@dataclass(frozen=True)
class _Layer:
    heads: int
    query: _Linear
    key: _Linear
    value: _Linear
    joined: _Linear
    attended: _Norm
    widened: _Linear
    narrowed: _Linear
    settled: _Norm

    def __call__(self, values: Floats, bounds: Sequence[tuple[int, int]]) -> Floats:
        queries, keys, contents = self.query(values), self.key(values), self.value(values)
        mixed = np.empty_like(values)
        for start, end in bounds:
            mixed[start:end] = self._attention(queries[start:end], keys[start:end], contents[start:end])
        values = self.attended(values + self.joined(mixed))
        return self.settled(values + self.narrowed(_gelu(self.widened(values))))

    def _attention(self, queries: Floats, keys: Floats, contents: Floats) -> Floats:
        length, width = queries.shape
        split = (length, self.heads, width // self.heads)
        query, key, content = (each.reshape(split).transpose(1, 0, 2) for each in (queries, keys, contents))
        likeness = query @ key.transpose(0, 2, 1) / np.float32(math.sqrt(split[2]))
        weights = np.exp(likeness - likeness.max(-1, keepdims=True))
        weights /= weights.sum(-1, keepdims=True)
        return np.asarray((weights @ content).transpose(1, 0, 2).reshape(length, width), np.float32)


class Encoder:
    """The network and its tokenizer."""

    def __init__(self, packed: Packed) -> None:
        """Unpack the layers: 85 MB. Pieces stay packed, as a text has few of a quarter of a million."""
        shape = packed.shape
        self.dimension = shape.width
        self._pieces = packed.pieces
        self._tokenizer = Tokenizer(packed.pieces)
        self._window = shape.positions - 2
        self._words = packed.blocks("emb.word", shape.width)
        self._places = packed.vector("emb.pos").reshape(-1, shape.width) + packed.vector("emb.type")[: shape.width]
        self._first = _norm(packed, "emb.ln")
        self._layers = [_layer(packed, number) for number in range(shape.layers)]

    @classmethod
    @cache  # a process may work on many items
    def of(cls, path: Path) -> Self:
        """Load the file of a model, once a process. Raises DamagedModelError."""
        return cls(Packed.opened(path))

    def embeddings_of(self, texts: Sequence[str], role: Role) -> Floats:
        """Return `[texts, dimension]`: a vector of length 1 for each text.

        A text of more tokens than the network can look at is read in windows; its vector is their mean, each weighted
        by its tokens.
        """
        windows = [(number, part) for number, text in enumerate(texts) for part in self._parts(f"{role}: {text}")]
        found = np.zeros((len(texts), self.dimension), np.float32)
        for batch in _batches(windows):
            for (number, part), vector in zip(batch, self._means([part for _, part in batch]), strict=True):
                found[number] += vector * len(part)
        lengths = np.maximum(np.linalg.norm(found, axis=1, keepdims=True), np.float32(1e-12))
        return np.asarray(found / lengths, np.float32)

    def _parts(self, text: str) -> Iterator[list[int]]:
        tokens = self._tokenizer.tokens_of(text)
        for start in range(0, len(tokens), self._window):
            yield tokens[start : start + self._window]

    def _means(self, parts: Sequence[list[int]]) -> Iterator[Floats]:
        tokens = [[self._pieces.first, *part, self._pieces.last] for part in parts]
        ends = np.cumsum([len(each) for each in tokens]).tolist()
        bounds = list(zip([0, *ends[:-1]], ends, strict=True))
        words = unpacked(self._words[np.concatenate(tokens)])
        values = self._first(words + np.concatenate([self._places[: len(each)] for each in tokens]))
        for layer in self._layers:
            values = layer(values, bounds)
        return (values[start:end].mean(0) for start, end in bounds)


def _batches(windows: Iterable[tuple[int, list[int]]]) -> Iterator[list[tuple[int, list[int]]]]:
    held: list[tuple[int, list[int]]] = []
    room = AT_ONCE
    for window in windows:
        if held and len(window[1]) + 2 > room:
            yield held
            held, room = [], AT_ONCE
        held.append(window)
        room -= len(window[1]) + 2
    if held:
        yield held


def _layer(packed: Packed, number: int) -> _Layer:
    width, inner = packed.shape.width, packed.shape.inner

    def linear(name: str, columns: int = width) -> _Linear:
        return _Linear(packed.matrix(f"l{number}.{name}.w", columns), packed.vector(f"l{number}.{name}.b"))

    return _Layer(
        packed.shape.heads,
        linear("q"),
        linear("k"),
        linear("v"),
        linear("ao"),
        _norm(packed, f"l{number}.aln"),
        linear("fi"),
        linear("fo", inner),
        _norm(packed, f"l{number}.oln"),
    )


def _norm(packed: Packed, name: str) -> _Norm:
    return _Norm(packed.vector(f"{name}.w"), packed.vector(f"{name}.b"), packed.shape.epsilon)


def _gelu(values: Floats) -> Floats:
    """Return x times the share of a normal distribution below x (Hendrycks and Gimpel 2016)."""
    below = 1 + _error_function(values * np.float32(math.sqrt(0.5)))
    return np.asarray(np.float32(0.5) * values * below, np.float32)


def _error_function(values: Any) -> Any:
    """Approximate erf to 1.5e-7, the precision of the numbers (Abramowitz and Stegun 7.1.26)."""
    size = np.abs(values)
    step = 1 / (1 + np.float32(0.3275911) * size)
    series = np.float32(1.061405429)
    for term in (-1.453152027, 1.421413741, -0.284496736, 0.254829592):
        series = series * step + np.float32(term)
    return np.sign(values) * (1 - series * step * np.exp(-size * size))
