"""Error rates of recognised text."""

import re


def word_error_rate(truth: str, found: str) -> float:
    """Return substitutions, insertions and deletions over the number of true words (Levenshtein distance of words)."""
    reference, hypothesis = _words(truth), _words(found)
    row = list(range(len(hypothesis) + 1))
    for number, word in enumerate(reference, 1):
        previous, row[0] = row[0], number
        for column, other in enumerate(hypothesis, 1):
            cost = min(row[column] + 1, row[column - 1] + 1, previous + (word != other))
            previous, row[column] = row[column], cost
    return row[-1] / max(1, len(reference))


def _words(text: str) -> list[str]:
    return re.findall(r"[\w']+", text.lower())
