"""translate: sentences between English, Spanish and French by the engine that the image holds, beside one by people."""

from collections.abc import Iterator

from tests.evaluation.figures import Figure
from tests.evaluation.measures.translations import chrf
from tests.evaluation.running import Bench
from tests.evaluation.truths import truth

OPERATOR = "translate"
PAIRS = (("en", "es"), ("es", "en"), ("en", "fr"), ("fr", "en"))


def figures(bench: Bench) -> Iterator[Figure]:
    """Yield chrF for each pair; a text left as it is has about 17."""
    sentences = truth("translations")
    for source, target in PAIRS:
        text = "\n".join(each[source] for each in sentences)
        parameters = {"sourceLanguage": source, "targetLanguage": target, "engine": "apertium"}
        answer = bench.run(OPERATOR, {"text": text.encode()}, parameters)
        lines = str(answer.result["TranslatedText"]).splitlines()
        value = chrf(lines, [each[target] for each in sentences])
        yield Figure(OPERATOR, f"chrF, {source} to {target}", value, f"{len(sentences)} sentences", digits=0)
