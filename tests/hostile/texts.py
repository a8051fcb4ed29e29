"""Odd texts, and odd documents where the result of another operator is expected."""

from functools import cache

from tests.hostile.oddities import Oddity, Outcome

CALLS_THEM_NO_MEDIA: tuple[tuple[str, Outcome], ...] = (("mediainfo", "refusal"),)
"""Who must tell prose from every other kind of file, and so wants to see some."""


@cache
def texts() -> tuple[Oddity, ...]:
    """Return the odd texts."""
    return (
        Oddity("no letter", lambda _: b"", "answer", CALLS_THEM_NO_MEDIA),
        Oddity("blanks", lambda _: b" \n\t\r\n" * 1000, "answer", CALLS_THEM_NO_MEDIA),
        Oddity("signs only", lambda _: "¿ … 🎉 ‽ ※".encode(), "answer"),
        Oddity("a word of two hundred thousand letters", lambda _: b"a" * 200_000),
        Oddity(
            "an hour's worth of prose",
            lambda _: b"It was the best of times, it was the worst of times. " * 800,
            "answer",
        ),
        Oddity("damaged UTF-8", lambda _: b"Caf\xe9 \xff\xfe ol\xe9, said the man.", "answer", CALLS_THEM_NO_MEDIA),
        Oddity("UTF-16 with its mark", lambda _: "Anna went to Vienna.".encode("utf-16"), "answer"),
        Oddity("bytes that are no text", lambda _: bytes(range(256)) * 64, "refusal"),
        Oddity("letters that turn the line around", lambda _: "\u202eAnna\u202c \u0000went".encode()),
        Oddity("a deep pile of brackets", lambda _: b"[" * 200_000),
    )


@cache
def documents() -> tuple[Oddity, ...]:
    """Return what is no result of any operator."""
    return (
        Oddity("no JSON", lambda _: b"{", "refusal"),
        Oddity("brackets a hundred thousand deep", lambda _: b"[" * 100_000 + b"]" * 100_000, "refusal"),
        Oddity("a list", lambda _: b"[1, 2]"),
        Oddity("a word", lambda _: b'"results"'),
        Oddity(
            "another shape",
            lambda _: b'{"results": {"transcripts": [{"transcript": 7}], "items": 7}, "WebCaptions": 7}',
        ),
        Oddity(
            "numbers that are none",
            lambda _: (
                b'{"results": {"transcripts": [], "items": [{"start_time": NaN}]},'
                b' "WebCaptions": [{"start": 1e999, "end": -1, "caption": "x"}]}'
            ),
        ),
    )
