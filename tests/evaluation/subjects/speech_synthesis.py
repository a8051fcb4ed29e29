"""speech-synthesis: what it reads aloud is written down again by transcribe: both err, and the sum is what counts."""

from collections.abc import Iterator

from tests.evaluation.figures import Figure
from tests.evaluation.measures.error_rates import word_errors
from tests.evaluation.running import Bench
from tests.evaluation.subjects import transcribe
from tests.evaluation.truths import truth

OPERATOR = "speech-synthesis"


def figures(bench: Bench) -> Iterator[Figure]:
    """Yield the word error rate of the round trip."""
    text = truth("synthesis")["text"]
    answer = bench.run(OPERATOR, {"text": text.encode()}, {"source": "text"}, seconds=40)
    errors = word_errors(text, transcribe.text_of(transcribe.heard(bench, answer.file("speech.m4a"), 40)))
    yield Figure(
        OPERATOR, "word error rate, read aloud and written down again", errors.rate, f"{errors.length} words", digits=3
    )
