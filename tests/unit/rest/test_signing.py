"""Tokens come back unchanged, for the same purpose, and in time; or not at all."""

import pytest

from media_insights.rest.signing import Signer, Untrusted

SIGNER = Signer(b"k" * 32)
TOKEN = SIGNER.sign("cursor", {"k": ["日本", 1]}, expires=100)


def test_a_token_holds_what_was_signed() -> None:
    assert SIGNER.read("cursor", TOKEN, now=99) == {"k": ["日本", 1]}


@pytest.mark.parametrize(
    ("signer", "purpose", "token", "now"),
    [
        (SIGNER, "upload", TOKEN, 99),
        (Signer(b"o" * 32), "cursor", TOKEN, 99),
        (SIGNER, "cursor", TOKEN[:-2] + "AA", 99),
        (SIGNER, "cursor", "A" + TOKEN[1:], 99),
        (SIGNER, "cursor", TOKEN.partition(".")[0], 99),
        (SIGNER, "cursor", "", 99),
        (SIGNER, "cursor", "é.é", 99),
        (SIGNER, "cursor", TOKEN, 101),
    ],
)
def test_anything_else_is_not_trusted(signer: Signer, purpose: str, token: str, now: float) -> None:
    with pytest.raises(Untrusted):
        signer.read(purpose, token, now=now)
