"""text-embedding: is the sentence that answers a question the nearest, and a translation nearest to its sentence?"""

from collections.abc import Iterator, Sequence

from media_insights.embedding.encoder import Encoder
from tests.evaluation.figures import Figure
from tests.evaluation.measures import retrieval
from tests.evaluation.running import Bench
from tests.evaluation.truths import truth
from tests.operators import media
from tests.operators.translations import SENTENCES
from tests.operators.vectors import Vectors, vectors_of

OPERATOR = "text-embedding"
MODEL = "e5-small-q4.bin"


def figures(bench: Bench) -> Iterator[Figure]:
    """Yield the share of questions whose nearest sentence answers them, and of translations nearest to their own."""
    english, spanish, french = (list(each) for each in zip(*SENTENCES, strict=True))
    more = truth("translations")
    spoken = {"English": english + [each["en"] for each in more], "Spanish": spanish + [each["es"] for each in more]}
    vectors = {language: _embedded(bench, texts) for language, texts in spoken.items()}
    for asked, code in (("English", "en"), ("German", "de")):
        questions = _asked([each[code] for each in truth("questions")])
        for language, found in vectors.items():
            nearest = [(row, questions.nearest(row, found)) for row in range(len(questions.rows))]
            of = f"{len(nearest)} questions to {len(found.rows)} sentences"
            measure = f"{asked} questions whose nearest {language} sentence is the answer"
            yield Figure(OPERATOR, measure, retrieval.accuracy(nearest), of)
    translated = _embedded(bench, french)
    nearest = [(row, translated.nearest(row, vectors["English"])) for row in range(len(french))]
    measure = "French sentences nearest to their English translation"
    of = f"{len(french)} sentences to {len(english) + len(more)}"
    yield Figure(OPERATOR, measure, retrieval.accuracy(nearest), of)


def _embedded(bench: Bench, texts: Sequence[str]) -> Vectors:
    answer = bench.run(OPERATOR, {"text": "\n\n".join(texts).encode()})
    assert [each["Text"] for each in answer.result["Embeddings"]] == list(texts)
    return vectors_of(answer.result["File"], answer.file(answer.result["File"]["Name"]).read_bytes())


def _asked(questions: Sequence[str]) -> Vectors:
    encoder = Encoder.of(media.cache().parent / "models" / OPERATOR / MODEL)
    return Vectors([tuple(map(float, row)) for row in encoder.embeddings_of(questions, "query")])
