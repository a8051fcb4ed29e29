"""Translates sentences by a route of engines, with terms that are prescribed."""

import itertools
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from media_kits.translation import apertium, completions, neural
from media_kits.translation.languages import is_same
from media_kits.translation.routes import Offer, Route, decide_route
from media_kits.translation.terms import ADDRESSES, Protected, Terms, protect
from media_operator import Operator, Reason, manifests_in

TASK = "translation"
AUTO, NONE = "auto", "none"

AT_ONCE = 100
"""Sentences between two reports of progress."""

_SAME = "there is nothing to translate: the text is empty, or in this language already"

Progress = Callable[[int], None]


class Engine(Protocol):
    """Something that translates: engines with a smaller rank are better."""

    name: str
    rank: int

    @property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Return source and target languages."""

    def translate(self, source: str, target: str, sentences: Sequence[str]) -> list[str | None]:
        """Return the translations in order, None where there is none."""

    def provenance(self, source: str, target: str) -> dict[str, Any]:
        """Return what translates this pair."""

    @property
    def usage(self) -> dict[str, Any]:
        """Return what the engine used of somebody else's, as results tell it."""


_ENGINES: dict[str, Callable[[Path, dict[str, Any]], Engine]] = {
    apertium.DECODER: apertium.Apertium,
    neural.DECODER: neural.Neural,
    neural.MULTILINGUAL: neural.Neural,
}


@dataclass(frozen=True)
class Translated:
    """A sentence's translation, the terms that were put into it, and whether it is one: else it is the source."""

    text: str
    terms: tuple[tuple[str, str], ...] = ()
    done: bool = True


class Translator:
    """Translates from one language into another."""

    def __init__(self, operator: Operator, source: str, target: str) -> None:
        """Find the way, by the parameter `engine`. Raises BadParameters when there is none, naming what there is."""
        self.source, self.target = source, target
        nothing = is_same(source, target)
        self.engines: list[Engine] = [] if nothing else _engines(operator, source, target)
        self.route: Route = () if nothing else self._route()

    @property
    def engine(self) -> str:
        """Return the worst engine on the way; `none` when nothing is translated."""
        return max(self.route, key=lambda offer: offer.rank).engine if self.route else NONE

    @property
    def via(self) -> list[str]:
        """Return the languages between."""
        return [offer.target for offer in self.route[:-1]]

    @property
    def provenance(self) -> list[dict[str, Any]]:
        """Return the models on the way."""
        return [self._engine(offer).provenance(offer.source, offer.target) for offer in self.route]

    def report(self, translated: Sequence[Translated]) -> dict[str, Any]:
        """Return what results say of the way: engine, languages between, models, terms, how much was left as it is."""
        used = sorted({pair for each in translated for pair in each.terms if not ADDRESSES.fullmatch(pair[0])})
        return {
            "Engine": self.engine,
            "Via": self.via,
            "AppliedTerminology": [{"SourceText": source, "TargetText": target} for source, target in used],
            "Untranslated": sum(not each.done for each in translated),
            **({} if self.route else {"Note": _SAME}),
            **({"Model": self.provenance} if self.route else {}),
            **{name: value for offer in self.route for name, value in self._engine(offer).usage.items()},
        }

    def translate(self, sentences: Sequence[str], terms: Terms, progress: Progress) -> list[Translated]:
        """Return the translations in order; what occurs twice is translated once. `progress` hears how many exist."""
        if not self.route:
            return [Translated(sentence) for sentence in sentences]
        distinct = list(dict.fromkeys(sentences))
        known: dict[str, Translated] = {}
        for batch in _batches(distinct):
            known |= zip(batch, self._with_terms(batch, terms), strict=True)
            progress(len(sentences) * len(known) // len(distinct))
        return [known[sentence] for sentence in sentences]

    def _with_terms(self, sentences: Sequence[str], terms: Terms) -> Iterator[Translated]:
        pattern = terms.pattern()
        protected = [protect(sentence, terms, pattern) for sentence in sentences]
        raw = self._plain([each.text for each in protected])
        for sentence, guarded, text in zip(sentences, protected, raw, strict=True):
            if text is None:
                yield Translated(sentence, done=False)
                continue
            whole = guarded.restored(text) if guarded.terms else text
            yield Translated(self._in_parts(guarded) if whole is None else whole, guarded.terms)

    def _in_parts(self, guarded: Protected) -> str:
        """Translate around the terms: an engine lost one of them."""
        parts = guarded.between()
        translations = [text or part for part, text in zip(parts, self._plain(parts), strict=True)]
        pairs = itertools.zip_longest(translations, (target for _, target in guarded.terms), fillvalue="")
        return " ".join(" ".join(itertools.chain.from_iterable(pairs)).split())

    def _plain(self, sentences: Sequence[str]) -> list[str | None]:
        current: list[str | None] = [sentence if sentence.strip() else None for sentence in sentences]
        for offer in self.route:
            there = [text for text in current if text is not None]
            answers = iter(self._engine(offer).translate(offer.source, offer.target, there))
            current = [None if text is None else next(answers) or None for text in current]
        return current

    def _route(self) -> Route:
        offers = [Offer(each.name, *pair, each.rank) for each in self.engines for pair in each.pairs]
        return decide_route(self.source, self.target, offers)

    def _engine(self, offer: Offer) -> Engine:
        pair = (offer.source, offer.target)
        return next(each for each in self.engines if each.name == offer.engine and pair in each.pairs)


def _engines(operator: Operator, source: str, target: str) -> list[Engine]:
    """Return the engines that the parameter asks for; an endpoint is never chosen unasked: it sees the text."""
    wanted = operator.parameters["engine"]
    if wanted == completions.NAME:
        seconds = operator.parameters.get("requestSeconds", 300)
        return [completions.Completions(source, target, os.environ, seconds)]
    return engines_in(operator.models, wanted)


def tell_untranslated(operator: Operator, target: str, report: dict[str, Any]) -> None:
    """Warn of sentences that no engine could translate, as a `report` counts them: they are in the source language."""
    if lost := report["Untranslated"]:
        sentences = "1 sentence has" if lost == 1 else f"{lost} sentences have"
        operator.warn(Reason.LEFT_OUT, f"{sentences} no translation into {target!r}, and stand in the source language")


def engines_in(models: Path, wanted: str = AUTO) -> list[Engine]:
    """Return the engines of the model folder, in the order of their manifests' names; those of one name if wanted."""
    engines = [
        _ENGINES[each["decoder"]](models, each)
        for each in manifests_in(models, TASK)
        if each.get("decoder") in _ENGINES
    ]
    return [each for each in engines if wanted in (AUTO, each.name)]


def _batches(sentences: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(sentences), AT_ONCE):
        yield sentences[start : start + AT_ONCE]
