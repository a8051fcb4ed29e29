"""Finds names with spaCy, and says how sure it is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import numpy as np
import spacy
from models import Model

from media_kits.text.sentences import Sentence
from media_operator import WrongModels

TYPES = {
    "PERSON": "PERSON",
    "PER": "PERSON",
    "GPE": "LOCATION",
    "LOC": "LOCATION",
    "FAC": "LOCATION",
    "ORG": "ORGANIZATION",
    "DATE": "DATE",
    "TIME": "DATE",
    "CARDINAL": "QUANTITY",
    "MONEY": "QUANTITY",
    "ORDINAL": "QUANTITY",
    "PERCENT": "QUANTITY",
    "QUANTITY": "QUANTITY",
    "EVENT": "EVENT",
    "WORK_OF_ART": "TITLE",
    "PRODUCT": "COMMERCIAL_ITEM",
}
"""spaCy's labels (OntoNotes, WikiNER) → Comprehend's types; LANGUAGE, LAW, NORP, MISC and all others are OTHER."""

UNNEEDED = ["tagger", "parser", "senter", "attribute_ruler", "lemmatizer", "morphologizer", "trainable_lemmatizer"]
"""Steps of a pipeline that names do without."""

Scores = np.ndarray[Any, np.dtype[np.float32]]


@dataclass(frozen=True)
class Entity:
    """A name in the text: characters `begin` to `end` (exclusive), with a score of 0 to 1."""

    text: str
    type: str
    score: float
    begin: int
    end: int


_recognisers: dict[Path, "Recogniser"] = {}
"""A process may work on many items."""


def recogniser_of(model: Model) -> "Recogniser":
    """Load a pipeline, once a process. Raises BadParameters for one that cannot be read as this operator does."""
    if model.folder not in _recognisers:
        _recognisers[model.folder] = Recogniser(model)
    return _recognisers[model.folder]


class Recogniser:
    """A loaded spaCy pipeline, cut down to what names need."""

    def __init__(self, model: Model) -> None:
        """Load the pipeline. Raises WrongModels for one that cannot be read as this operator does."""
        self.pipeline = _loaded(model)
        self.types = {**TYPES, **model.manifest.get("types", {})}
        self.names = cast("Any", self.pipeline.get_pipe("ner"))
        self.moves = {self.names.moves.get_class_name(i): i for i in range(self.names.moves.n_moves)}
        self.opening = [index for name, index in self.moves.items() if name[0] in "BUO"]
        self.provenance = {
            "name": model.manifest["name"],
            "version": self.pipeline.meta["version"],
            **{key: model.manifest[key] for key in ("sha256",) if key in model.manifest},
            "provider": "CPU",
        }

    def entities_of(self, sentences: Sequence[Sentence]) -> Iterator[Entity]:
        """Yield the names of sentences given as (offset in the text, sentence), in order."""
        made = [self.pipeline.make_doc(text) for _, text in sentences]
        shared = "tok2vec" in self.pipeline.pipe_names
        documents = list(self.pipeline.get_pipe("tok2vec").pipe(made)) if shared else made
        for (offset, _), document, moves in zip(sentences, documents, self._read(documents), strict=True):
            for found in document.ents:
                kind = self.types.get(found.label_, "OTHER")
                score = self._score(found, moves)
                yield Entity(found.text, kind, score, offset + found.start_char, offset + found.end_char)

    def _read(self, documents: list[Any]) -> list[list[Scores]]:
        """Set the documents' names as spaCy does, one move a token, and keep the network's scores of each move."""
        network = self.names.model.predict(documents)
        states = self.names.moves.init_batch(documents)
        kept: list[list[Scores]] = [[] for _ in documents]
        reading = [pair for pair in zip(states, kept, strict=True) if not pair[0].is_final()]
        while reading:
            scores = np.ascontiguousarray(network.predict([state for state, _ in reading]))
            for (_, moves), row in zip(reading, scores, strict=True):
                moves.append(row.copy())
            self.names.transition_states([state for state, _ in reading], scores)
            reading = [pair for pair in reading if not pair[0].is_final()]
        self.names.set_annotations(documents, states)
        return kept

    def _score(self, found: Any, moves: Sequence[Scores]) -> float:
        """Return the probability of the moves that made a name: Begin, In, Last or Unit, among those allowed there."""
        score = 1.0
        for place in range(found.start, found.end):
            first, last = place == found.start, place == found.end - 1
            chosen = self.moves[_move(first=first, last=last) + "-" + found.label_]
            allowed = self.opening if first else [self.moves[f"{move}-{found.label_}"] for move in "IL"]
            weights = np.exp(moves[place] - moves[place][chosen])
            score /= float(weights[allowed].sum())
        return score


def _loaded(model: Model) -> Any:
    try:
        pipeline = spacy.load(model.folder, exclude=UNNEEDED)
    except (ValueError, OSError, ImportError) as error:
        raise WrongModels(
            f"the model {model.manifest['name']!r} cannot be loaded by spaCy {spacy.__version__}: {error}"
        ) from error
    if "transformer" in pipeline.pipe_names or "ner" not in pipeline.pipe_names:
        raise WrongModels(
            f"the model {model.manifest['name']!r} has the steps {', '.join(pipeline.pipe_names)}; "
            "'ner', with or without 'tok2vec' before it, is read, and transformers are not"
        )
    return pipeline


def _move(*, first: bool, last: bool) -> str:
    if first:
        return "U" if last else "B"
    return "L" if last else "I"
