"""Calibrates search by meaning: `python -m tests.evaluation.calibrating` writes search/calibrations.json.

Sentence models give any two sentences a high cosine, since all vectors point in about one direction. That direction is
the mean over sentences of many languages (truth/languages.yaml, truth/sentiment.yaml); it is taken away from what is
asked and from what is found. The floor is then chosen by questions that nothing answers (truth/searches.yaml,
`unrelated`) and that are used for nothing else: a tenth above what the nearest of them reaches.
"""

import base64
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from media_insights.embedding.encoder import Encoder, Role
from media_insights.search import calibrations
from media_insights.search.likeness import centred
from tests.evaluation.searched import sentences
from tests.evaluation.truths import truth
from tests.operators import media

FOLDER = "text-embedding"
ABOVE = 1.1
"""How much higher the floor is than what an unrelated question reaches: other sentences are stored elsewhere."""


def main() -> None:
    """Write the calibration of the packaged model."""
    folder = media.cache().parent / "models" / FOLDER
    manifest = json.loads(next(folder.glob("*.json")).read_bytes())
    encoder = Encoder.of(folder / manifest["file"])
    background = list(_texts([truth("languages"), truth("sentiment")]))
    passages = encoder.embeddings_of(background, "passage").mean(0)
    questions = encoder.embeddings_of([*background, *truth("searches")["unrelated"]], "query").mean(0)
    reached = reached_by(encoder, truth("searches")["unrelated"], (passages, questions))
    found = {
        manifest["sha256"]: {
            "floor": round(max(reached) * ABOVE, 2),
            "passages": _text(passages),
            "questions": _text(questions),
        }
    }
    Path(calibrations.FILE).write_text(json.dumps(found, indent=1) + "\n", "utf-8")


def reached_by(encoder: Encoder, asked: Sequence[str], means: tuple[Any, Any]) -> list[float]:
    """Return for each question how alike the nearest of all sentences is."""
    passages, questions = means
    rows = centred(_embedded(encoder, sentences(), "passage"), passages)
    found: list[float] = (centred(_embedded(encoder, asked, "query"), questions) @ rows.T).max(1).tolist()
    return found


def _embedded(encoder: Encoder, texts: Sequence[str], role: Role) -> Any:
    return encoder.embeddings_of(texts, role)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)


def _text(numbers: Any) -> str:
    return base64.b85encode(np.asarray(numbers, "<f4").tobytes()).decode()


if __name__ == "__main__":
    main()
