"""Finds noun phrases with spaCy, cut down to the words that carry meaning."""

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import spacy

from media_kits.text.sentences import Sentence

CONTENT = frozenset({"NOUN", "PROPN", "ADJ"})
"""Parts of speech that TextRank weighs (Mihalcea and Tarau 2004)."""

CONTENT_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS", "JJ", "JJR", "JJS", "AFX", "ADD"})
"""The tags (Penn Treebank, OntoNotes) of these parts of speech, of which the network gives probabilities."""

WHOLE = 0.97
"""Share of phrases of certain words whose ends are right ("World War" of "World War I" is not): no network tells it."""

INSIDE = CONTENT | {"NUM", "ADP", "PART", "PUNCT", "VERB", "ADV", "SYM", "X"}
"""What a phrase may hold between its ends: "state-of-the-art", "Ninth Symphony", "machine-learned model"."""

VAGUE = frozenset(
    """
    thing something anything everything nothing stuff lot lots bit kind sort way one ones someone somebody anyone
    anybody everyone everybody nobody couple plenty number deal guy guys today tomorrow yesterday tonight now here
    there moment time times example case fact matter sense point part people thanks yeah okay ok hello hi bye
    uh um mr mrs ms
    second minute hour day night morning afternoon evening week month year decade century half gram kilo kilogram
    ounce pound metre meter kilometre kilometer mile foot inch litre liter degree percent dollar euro cent
    """.split()  # noqa: SIM905 - a hundred quoted words are not easier to read
)
"""Nouns that say nothing alone, and measures; inside a longer phrase ("time machine", "light year") they stay."""


COLOURLESS = frozenset(
    """
    new old big large small little good great bad nice other same own different certain various several many more most
    next last previous recent current whole entire real main major
    """.split()  # noqa: SIM905 - as above
)
"""Adjectives that make no other phrase of the one that they open: "the new plant" is the plant."""


@dataclass(frozen=True)
class Phrase:
    """A noun phrase: characters `begin` to `end` (exclusive) of the text, and its words in base form."""

    begin: int
    end: int
    words: tuple[str, ...]
    score: float
    """How sure it is that this is a phrase of the text, 0 to 1."""


@dataclass(frozen=True)
class Read:
    """What a sentence holds: the base forms of its weighty words in order (None: another word), and its phrases."""

    words: tuple[str | None, ...]
    phrases: tuple[Phrase, ...]


@cache  # a process may work on many items
def reader_in(folder: Path) -> "Reader":
    """Load the pipeline in a folder, once a process."""
    return Reader(folder)


class Reader:
    """A loaded spaCy pipeline, cut down to what noun phrases need."""

    def __init__(self, folder: Path) -> None:
        """Load the pipeline in `folder`, beside which its manifest lies."""
        self.pipeline: Any = spacy.load(folder, exclude=["ner", "senter"])
        manifest = folder.with_name(f"{folder.name}.json")
        known = json.loads(manifest.read_bytes()) if manifest.is_file() else {}
        version = {"version": self.pipeline.meta["version"]}
        digest = {key: known[key] for key in ("sha256",) if key in known}
        self.provenance = {"name": folder.name, **version, **digest, "provider": "CPU"}

    def read(self, sentences: Sequence[Sentence]) -> Iterator[Read]:
        """Yield what sentences hold that are given as (offset in the text, sentence), in order."""
        documents = list(self.pipeline.pipe([text for _, text in sentences]))
        for (offset, _), document, certain in zip(sentences, documents, self._certainties(documents), strict=True):
            words = tuple(_word(token) if _weighs(token) else None for token in document if not token.is_space)
            found = (_phrase(offset, chunk, certain) for chunk in _chunks(document))
            yield Read(words, tuple(phrase for phrase in found if phrase))

    def _certainties(self, documents: Sequence[Any]) -> Iterator[Mapping[int, float]]:
        """Yield for each document: token → the network's probability that it is a noun, a name or an adjective."""
        tagger = self.pipeline.get_pipe("tagger")
        wanted = [number for number, tag in enumerate(tagger.labels) if tag in CONTENT_TAGS]
        for logits in tagger.model.predict(documents):
            powers = np.exp(logits - logits.max(1, keepdims=True))
            yield dict(enumerate((powers[:, wanted].sum(1) / powers.sum(1)).tolist()))


def _weighs(token: Any) -> bool:
    return token.pos_ in CONTENT and not token.is_stop and any(map(str.isalnum, token.text))


def _word(token: Any) -> str:
    """Return a word's base form; names keep their form, as "Prizes" may be no plural."""
    return str(token.lower_ if token.pos_ == "PROPN" else token.lemma_.lower())


def _chunks(document: Any) -> list[list[Any]]:
    """Return the noun chunks; names joined by "of" are one: spaCy cuts "University of Leiden" in two."""
    chunks: list[list[Any]] = []
    for chunk in document.noun_chunks:
        before = chunks[-1] if chunks else []
        joined = bool(before) and chunk.start == before[-1].i + 2 and document[chunk.start - 1].lower_ == "of"
        if joined and before[-1].pos_ == "PROPN" and chunk[0].pos_ == "PROPN":
            before.extend(document[chunk.start - 1 : chunk.end])
        else:
            chunks.append(list(chunk))
    return chunks


def _phrase(offset: int, tokens: list[Any], certain: Mapping[int, float]) -> Phrase | None:
    """Return a noun phrase without article, pronoun and the like at either end; None when nothing weighty is left."""
    while tokens and not _opens(tokens[0]):
        tokens.pop(0)
    while tokens and not _closes(tokens[-1]):
        tokens.pop()
    if not _tells(tokens):
        return None
    words = tuple(_word(token) for token in tokens if _closes(token))
    first, last = tokens[0], tokens[-1]
    score = WHOLE * math.prod(certain[token.i] for token in tokens if _weighs(token))
    return Phrase(offset + first.idx, offset + last.idx + len(last.text), words, score)


def _opens(token: Any) -> bool:
    return _weighs(token) and not (token.pos_ == "ADJ" and token.lower_ in COLOURLESS)


def _closes(token: Any) -> bool:
    return token.pos_ == "NUM" or _weighs(token)


def _tells(tokens: Sequence[Any]) -> bool:
    named = (token for token in tokens if token.pos_ in {"NOUN", "PROPN"} and _weighs(token))
    said = any(token.lemma_.lower() not in VAGUE and len(token.text) > 1 for token in named)
    return said and all(token.pos_ in INSIDE for token in tokens)
