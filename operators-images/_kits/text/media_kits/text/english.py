"""Tells whether a text is English enough for an English model, by its function words."""

import re

FUNCTION_WORDS = frozenset(
    """
    the of and to a in is it you that he was for on are with as i his they be at one have this from or had by but
    not what all were we when your can said there an which she do how their if will up about out them then so her
    would has him my who its me been than no just did don't i'm it's that's us our
    """.split()  # noqa: SIM905 - a hundred quoted words are not easier to read
)
ENOUGH_WORDS = 12
"""Fewer words say nothing about the language: a headline in any language may hold none of them."""

LEAST_SHARE = 0.15
"""English prose has 0.35 to 0.6; French, German or Spanish below 0.1 (words like "a", "me", "in" coincide)."""

SAMPLE = 50_000


def is_english(text: str) -> bool:
    """Return whether an English model can be trusted with the text. Texts without Latin letters are not English."""
    words = re.findall(r"[^\W\d_]+(?:['’][^\W\d_]+)*", text[:SAMPLE].lower().replace("’", "'"))
    if not words:
        return False
    latin = sum(word.isascii() for word in words) / len(words)
    share = sum(word in FUNCTION_WORDS for word in words) / len(words)
    return latin > 0.5 and (len(words) < ENOUGH_WORDS or share >= LEAST_SHARE)
