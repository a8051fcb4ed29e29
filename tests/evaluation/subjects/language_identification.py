"""language-identification: sentences in 26 languages, and the short transcripts of test recordings in nine."""

from collections.abc import Iterator, Sequence

from tests.evaluation.figures import Figure
from tests.evaluation.measures.retrieval import accuracy
from tests.evaluation.running import Bench
from tests.evaluation.truths import truth

OPERATOR = "language-identification"


def figures(bench: Bench) -> Iterator[Figure]:
    """Yield the share of texts whose likeliest language is right."""
    sentences = [(language, text) for language, texts in truth("languages").items() for text in texts]
    whole = f"{len(sentences)} sentences of 6 to 12 words in {len(truth('languages'))} languages"
    yield Figure(OPERATOR, "everyday and news sentences told right", _share(bench, sentences), whole)
    phrases = [(case["language"], case["said"][0]) for case in truth("speech")["languages"]]
    yield Figure(
        OPERATOR,
        "greetings, pangrams, numbers told right",
        _share(bench, phrases),
        f"{len(phrases)} texts of 2 to 10 words",
    )


def _share(bench: Bench, texts: Sequence[tuple[str, str]]) -> float:
    return accuracy((language, _told(bench, text)) for language, text in texts)


def _told(bench: Bench, text: str) -> str:
    found = bench.run(OPERATOR, {"text": text.encode()}).result["Languages"]
    return str(found[0]["LanguageCode"]) if found else ""
