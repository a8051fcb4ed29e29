"""word-distribution: how often each word is said or written. The smallest useful operator, to copy from."""

import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from media_kits.text.texts import read_text
from media_operator import Operator, run

STOP_WORDS = frozenset(Path(__file__).with_name("stop-words.txt").read_text(encoding="utf-8").split())


def main(operator: Operator) -> dict[str, Any]:
    """Return the words and how often they occur, the most frequent first, equally frequent ones by alphabet."""
    text = read_text(operator, "transcript", "text").text
    shortest, keep_stop_words = operator.parameters["minLength"], operator.parameters["stopWords"]
    counts = Counter(
        word for word in words_of(text) if len(word) >= shortest and (keep_stop_words or word not in STOP_WORDS)
    )
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return {"Results": dict(ranked[: operator.parameters["top"]])}


def words_of(text: str) -> Iterator[str]:
    """Yield the words in lower case: letters, marks and digits of any script, with apostrophes and hyphens inside."""
    composed = unicodedata.normalize("NFC", text.lower()).replace("’", "'")
    spaced = "".join(char if char in "'-" or unicodedata.category(char)[0] in "LMN" else " " for char in composed)
    return (word for part in spaced.split() if (word := part.strip("'-")))


if __name__ == "__main__":
    run(main)
