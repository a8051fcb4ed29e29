"""Texts as numbers of pieces: the likeliest division by a unigram model (Kudo 2018), as SentencePiece does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from packed import Pieces

SPACE = "▁"
"""What stands for a space in a piece (U+2581)."""

NO_PIECE = 10.0
"""A character of no piece is less likely than the least likely piece by this (natural logarithm)."""


class Tokenizer:
    """Divides texts."""

    def __init__(self, pieces: Pieces) -> None:
        """Index the pieces."""
        scores = pieces.scores.tolist()
        self._scores = {piece.decode(errors="replace"): (score, number)
                        for number, (piece, score) in enumerate(zip(pieces.pieces, scores, strict=True))
                        if piece and number != pieces.unknown}  # fmt: skip
        self._longest = max(map(len, self._scores))
        self._unknown = (min(scores) - NO_PIECE, pieces.unknown)
        self._replacements = pieces.replacements

    def tokens_of(self, text: str) -> list[int]:
        """Return the pieces of a text, without those for its beginning and its end."""
        plain = _single_spaces(text.translate(self._replacements))
        return self._likeliest((plain if plain.startswith(" ") else f" {plain}").replace(" ", SPACE))

    def _likeliest(self, text: str) -> list[int]:
        best: list[tuple[float, int, int]] = [(0.0, 0, 0)]  # score, where the last piece begins, its number
        for end in range(1, len(text) + 1):
            score, number = self._unknown
            found = (best[end - 1][0] + score, end - 1, number)
            for start in range(max(0, end - self._longest), end):
                known = self._scores.get(text[start:end])
                if known and best[start][0] + known[0] > found[0]:
                    found = (best[start][0] + known[0], start, known[1])
            best.append(found)
        return _followed(best)


def _single_spaces(text: str) -> str:
    while "  " in text:
        text = text.replace("  ", " ")
    return text


def _followed(best: list[tuple[float, int, int]]) -> list[int]:
    tokens, at = [], len(best) - 1
    while at:
        _, start, number = best[at]
        tokens.append(number)
        at = start
    return tokens[::-1]
