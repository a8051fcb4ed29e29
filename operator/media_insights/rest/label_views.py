"""What is sent to make and teach collections of labels, and how they are shown, without the numbers of an image."""

from collections.abc import Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from media_insights.api.v1alpha1.meta import Shape, StatusShape
from media_insights.domain.custom_labels import DEFAULT_RULE, LabelCollection
from media_insights.domain.nearest_examples import LabelRule, LabelTrial
from media_insights.rest.collection_requests import NewNamedCollection

LabelName = Annotated[str, Field(min_length=1, max_length=255, pattern=r"\S", description="What the images show.")]


class NewLabelCollection(NewNamedCollection):
    """An empty collection of labels."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"namespace": "newsroom", "name": "sports"}]})


class NewExample(Shape):
    """An image that `image-embedding` has read, and what it shows."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"asset": "0d4bd5a1-6f0c-4d1e-8a3c-1f2e3d4c5b6a", "label": "goal"}]}
    )

    asset: str = Field(min_length=1, max_length=63, description="Id of the asset, in the same namespace.")
    label: LabelName
    time: int = Field(default=0, ge=0, le=2**40, description="Milliseconds: which frame of a video, the nearest to it.")
    source: str = Field(
        default="",
        max_length=255,
        description="The file that it is of, else the asset's name; examples of one source never judge each other.",
    )


class TrialQuery(BaseModel):
    """By which rule examples are tried; as the parameters of the operator."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)

    min_similarity: Annotated[float, Field(ge=0, le=100, alias="minSimilarity")] = 100 * DEFAULT_RULE.floor
    neighbours: Annotated[int, Field(ge=1, le=100)] = DEFAULT_RULE.neighbours

    @property
    def rule(self) -> LabelRule:
        """The rule."""
        return LabelRule(self.neighbours, self.min_similarity / 100)


class LabelCollectionRow(StatusShape):
    """A collection of labels in a list."""

    namespace: str
    name: str
    version: int = Field(description="Rises with each change.")
    examples: int
    labels: int
    created: str


class TaughtLabelView(StatusShape):
    """A label, and what became of it when each example was hidden in turn and the others were asked."""

    name: str
    examples: int
    answered: int = Field(description="How often it was the answer, for examples of whichever label.")
    right: int = Field(description="How often it was, for its own.")


class ExampleView(StatusShape):
    """One image that shows a label."""

    id: str
    label: str
    source: str = Field(description="The file or asset that it is of.")


class LabelCollectionDocument(StatusShape):
    """A collection of labels, what they were taught by, and how well they are told from each other."""

    namespace: str
    name: str
    version: int = Field(description="Rises with each change.")
    created: str
    model: str = Field(default="", description="What made the vectors; empty while there are none.")
    labels: list[TaughtLabelView]
    examples: list[ExampleView]


def label_collection_row(namespace: str, found: LabelCollection) -> LabelCollectionRow:
    """Return a collection's line in a list."""
    return LabelCollectionRow(
        namespace=namespace,
        name=found.id,
        version=found.version,
        examples=len(found.examples),
        labels=len(found.labels),
        created=found.created,
    )


def label_collection_view(
    namespace: str, found: LabelCollection, trials: Mapping[str, LabelTrial]
) -> LabelCollectionDocument:
    """Return a collection as the API shows it."""
    return LabelCollectionDocument(
        namespace=namespace,
        name=found.id,
        version=found.version,
        created=found.created,
        model=found.model.name if found.model else "",
        labels=[
            TaughtLabelView(name=label, examples=each.examples, answered=each.answered, right=each.right)
            for label, each in trials.items()
        ],
        examples=[ExampleView(id=each.example_id, label=each.label, source=each.source) for each in found.examples],
    )
