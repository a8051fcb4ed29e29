"""Ranks languages of a text with py3langid."""

from collections.abc import Sequence
from typing import Any

from py3langid.langid import MODEL_FILE, LanguageIdentifier

from media_operator import BadParameters

SAMPLE = 100_000
"""Characters looked at: more say nothing new."""


class Identifier:
    """The model, restricted to `languages` where there are any."""

    def __init__(self, languages: Sequence[str]) -> None:
        """Load the model. Raises BadParameters for a language that it does not know."""
        self.model: Any = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
        known = set(self.model.nb_classes)
        if unknown := sorted(set(languages) - known):
            raise BadParameters(f"languages: {', '.join(unknown)} is not among those known: {', '.join(sorted(known))}")
        if languages:
            self.model.set_languages(list(languages))

    def languages_of(self, text: str) -> list[tuple[str, float]]:
        """Return (ISO 639 code, probability), the likeliest first; none for a text without letters."""
        if not any(map(str.isalpha, text)):
            return []
        return [(str(code), float(score)) for code, score in self.model.rank(text[:SAMPLE])]
