"""What is searched in the evaluation of search: sentences of several languages, and what pictures show."""

from tests.evaluation.truths import truth
from tests.operators.translations import SENTENCES

ENGLISH, SPANISH = 12, 16
"""Sentences up to here are searched in English, then up to here in Spanish, the others in French."""
_NO_SENTENCES = ("counting", "hello")
"""How the names of recordings begin in which nothing is said that a question could be about."""


def sentences() -> list[str]:
    """Return all sentences, each in one language."""
    made = [row[0] for row in SENTENCES[:ENGLISH]] + [row[1] for row in SENTENCES[ENGLISH:SPANISH]]
    made += [row[2] for row in SENTENCES[SPANISH:]]
    more = truth("translations")
    made += [each["es"] for each in more[: len(more) // 2]] + [each["en"] for each in more[len(more) // 2 :]]
    return [*made, *truth("searches")["said"], *_recorded()]


def _recorded() -> list[str]:
    """Return what is said in packaged recordings that are sentences: no counting, no greetings."""
    speech = truth("speech")
    long = [each["said"][0] for name in ("english", "conversation") for each in speech[name]]
    short = [each["said"][0] for each in speech["languages"] if not each["media"].startswith(_NO_SENTENCES)]
    return [*long, *short]


def pictures() -> dict[str, list[str]]:
    """Return what packaged pictures show, by the picture's name; those cut out of films have a time in it."""
    return {f"{each['media']}{each.get('at', '')}": each["shows"] for each in truth("labels")}
