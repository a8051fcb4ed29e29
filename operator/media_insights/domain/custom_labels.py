"""Custom labels: a collection of examples of each, as data, and how it changes.

An example is the vector of an image, by which images like it are found; the image itself is not kept.
"""

import hashlib
from collections.abc import Sequence
from typing import Self

from media_insights.domain.nearest_examples import LabelRule, LabelTrial, trials_of
from media_insights.domain.stored_collection import (
    CollectionPart,
    EmbeddingModel,
    StoredCollection,
    require_comparable,
    require_same_model,
)
from media_insights.errors import InvalidObject, WrongState

MOST_EXAMPLES = 1000
"""Of a collection: each run compares every image with every example."""
DEFAULT_RULE = LabelRule(neighbours=5, floor=0.5)
"""What the operator does unless a run says otherwise."""
_DIGITS = 5
"""Of a number of a vector, which was stored in half precision."""


class Example(CollectionPart):
    """One image that shows what a label means."""

    example_id: str
    """Made of the vector: the same image is the same example."""
    label: str
    source: str
    """The file or asset that it is of. What is of one source is alike because of it, and never judges itself."""
    embedding: tuple[float, ...]

    @classmethod
    def of(cls, label: str, source: str, vector: Sequence[float]) -> Self:
        """Return an example of a label. Raises InvalidObject for a label that is blank."""
        if not label.strip():
            raise InvalidObject("a label is a word or some: it cannot be blank")
        numbers = tuple(round(each, _DIGITS) for each in vector)
        digest = hashlib.sha256(repr(numbers).encode()).hexdigest()[:32]
        return cls(example_id=digest, label=label.strip(), source=source, embedding=numbers)


class LabelCollection(StoredCollection):
    """All examples of some labels at one version."""

    examples: tuple[Example, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """How much is in it."""
        return {"Examples": len(self.examples), "Labels": len(self.labels)}

    @property
    def labels(self) -> dict[str, int]:
        """Label → number of examples."""
        found = [each.label for each in self.examples]
        return {label: found.count(label) for label in sorted(set(found))}


def with_example(collection: LabelCollection, model: EmbeddingModel, example: Example) -> LabelCollection:
    """Return the collection with an example; one of the same image, of this label or another, goes.

    Raises WrongState when another model made the others, no vector of theirs can be compared with its, or there are too
    many.
    """
    if collection.examples:
        require_same_model(collection, model)
    former = collection.examples[0].embedding if collection.examples else None
    require_comparable(collection.id, former, example.embedding)
    if example in collection.examples:
        return collection
    kept = tuple(each for each in collection.examples if each.example_id != example.example_id)
    if len(kept) >= MOST_EXAMPLES:
        raise WrongState(f"{collection.id} holds {len(kept):,} examples, which is the most: take some out first")
    return _next_version(collection, (*kept, example), model)


def without(collection: LabelCollection, *, label: str = "", example: str = "") -> LabelCollection:
    """Return the collection without a label, or without one example. Raises WrongState when there is none such."""
    kept = tuple(each for each in collection.examples if each.label != label and each.example_id != example)
    if len(kept) == len(collection.examples):
        known = ", ".join(collection.labels) or "nothing"
        raise WrongState(
            f"{collection.id} holds no {f'{label!r}' if label else f'example {example}'}; it holds {known}"
        )
    return _next_version(collection, kept, collection.model)


def tried(collection: LabelCollection, rows: Sequence[Sequence[float]], rule: LabelRule) -> dict[str, LabelTrial]:
    """Return label → what became of it when its examples were hidden; ``rows`` say how alike each is to all."""
    labels = [each.label for each in collection.examples]
    return trials_of(rows, labels, [each.source for each in collection.examples], rule)


def _next_version(
    collection: LabelCollection, examples: tuple[Example, ...], model: EmbeddingModel | None
) -> LabelCollection:
    update = {"examples": examples, "model": model if examples else None, "version": collection.version + 1}
    return collection.model_copy(update=update)
