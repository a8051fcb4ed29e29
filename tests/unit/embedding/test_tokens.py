"""Texts are divided into the likeliest pieces, as SentencePiece divides them."""

import numpy as np
import pytest

from media_insights.embedding.packed import Packed
from media_insights.embedding.tokens import Tokenizer
from tests.unit.embedding import made

NUMBERS = {piece: number for number, (piece, _) in enumerate(made.PIECES)}


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("ab", ["▁a", "b"]),  # -2 - 3 is likelier than the one piece, -9
        ("a  a", ["▁a", "▁a"]),  # two spaces are one
        (" a", ["▁a"]),
        ("ａb", ["▁a", "b"]),  # a full-width letter is replaced
        ("b", ["▁", "b"]),
        ("a?b", ["▁a", "<unk>", "b"]),
        ("", ["▁"]),
    ],
)
def test_the_likeliest_pieces(text: str, pieces: list[str]) -> None:
    tokenizer = Tokenizer(Packed(np.frombuffer(made.model(), np.uint8)).pieces)
    assert tokenizer.tokens_of(text) == [NUMBERS[piece] for piece in pieces]
