"""sentiment: sentences that people would call good, bad or neither."""

from collections.abc import Iterator

from tests.evaluation.figures import Figure
from tests.evaluation.measures.retrieval import accuracy
from tests.evaluation.running import Bench
from tests.evaluation.truths import truth

OPERATOR = "sentiment"


def figures(bench: Bench) -> Iterator[Figure]:
    """Yield the share that is right, and for each kind how much of it is found."""
    labelled = {text: label for label, texts in truth("sentiment").items() for text in texts}
    found = bench.run(OPERATOR, {"text": "\n".join(labelled).encode()}).result["Sentences"]
    said = {it["Text"].strip(): it["Sentiment"] for it in found}
    pairs = [(label, said.get(text)) for text, label in labelled.items()]
    yield Figure(OPERATOR, "sentences told right", accuracy(pairs), f"{len(pairs)} sentences")
    for kind in truth("sentiment"):
        own = [pair for pair in pairs if pair[0] == kind]
        yield Figure(OPERATOR, f"{kind.lower()} sentences told right", accuracy(own), f"{len(own)} sentences")
    for kind in ("POSITIVE", "NEGATIVE"):
        opposite = {"POSITIVE": "NEGATIVE", "NEGATIVE": "POSITIVE"}[kind]
        own = [pair for pair in pairs if pair[0] == kind]
        upside = sum(answer == opposite for _, answer in own) / len(own)
        yield Figure(OPERATOR, f"{kind.lower()} sentences called {opposite.lower()}", upside, f"{len(own)} sentences")
