"""Index declaration of an operator: how its result becomes searchable moments."""

from typing import Literal

from pydantic import Field

from media_insights.api.v1alpha1.meta import Shape


class IndexTime(Shape):
    """Where a moment's time stands in an item of the result, and its unit."""

    at: str = Field(default="", max_length=256, description="Path of a point in time.")
    from_: str = Field(default="", alias="from", max_length=256, description="Path of a start.")
    to: str = Field(default="", max_length=256, description="Path of an end.")
    unit: Literal["Milliseconds", "Seconds"] = Field(default="Milliseconds", description="Unit of these values.")


class IndexConfidence(Shape):
    """Where a moment's confidence stands, and its scale."""

    field: str = Field(max_length=256, description="Path of the value.")
    scale: Literal[1, 100] = Field(default=100, description="The value that means certainty.")


class IndexStretch(Shape):
    """Which detections in successive frames are one moment: those that agree in some fields and follow closely."""

    by: tuple[str, ...] = Field(
        default=(), max_length=8, description="Fields in which they agree; none: all of the result are of one thing."
    )
    gap_seconds: float = Field(
        default=2, ge=0, le=3600, description="Longest time between two detections of one moment, in seconds."
    )


class IndexSamples(Shape):
    """Where boxes of a moment stand that the result keeps apart from it, one per frame, as for tracks.

    Paths are relative to an item of `list`.
    """

    list: str = Field(max_length=256, description="Path of the samples, from the result's root.")
    by: dict[str, str] = Field(
        max_length=8,
        description="Indexed name → path in a sample: a sample belongs to the moment whose fields have these values.",
    )
    time: IndexTime = Field(description="The sample's time.")
    confidence: IndexConfidence | None = Field(default=None, description="The sample's confidence.")
    boxes: str = Field(max_length=256, description="Path of the sample's bounding boxes.")


MomentKind = Literal[
    "Label", "Face", "Person", "Text", "Speech", "Segment", "Sound", "Moderation", "Entity", "Chapter", "Fact"
]
"""What a moment is of: a thing seen, a face, somebody, writing in the image, words said, a part of the video such as
a shot, an audio event, unsafe content, something that the text is about, a chapter, or a fact about the whole."""
FieldType = Literal["Text", "Keyword", "Number"]
"""How a field is searched: its words, its value only, or as a number."""


class Index(Shape):
    """How a result becomes searchable moments.

    Paths are a part of JSONPath, relative to an item of `list`: names joined by dots, `[*]`, `[0]`; `a | b` takes the
    first that finds something, as a video's result and an image's differ.
    """

    list: str = Field(max_length=256, description="Path of the items, from the result's root.")
    operator: str = Field(default="", max_length=63, description="Value of the field Operator in the index.")
    time: IndexTime | None = Field(default=None, description="The moment's time.")
    confidence: IndexConfidence | None = Field(default=None, description="The moment's confidence.")
    boxes: str = Field(default="", max_length=256, description="Path of bounding boxes.")
    fields: dict[str, str] = Field(default_factory=dict, description="Indexed name → path.")
    common: dict[str, str] = Field(
        default_factory=dict,
        description="Indexed name → path from the result's root: what holds for all its moments, such as a language.",
    )
    types: dict[str, FieldType] = Field(
        default_factory=dict,
        description="Indexed name → how it is searched: by its words (Text), by its value (Keyword), or as a Number. "
        "Default: numbers as numbers, everything else by its words.",
    )
    kind: MomentKind = Field(default="Fact", description="What its moments are of; decides how they are shown.")
    title: str = Field(
        default="",
        max_length=128,
        description="What names a moment: a field, or a text with fields in braces, `Person {Index}`; default: Name.",
    )
    untitled: str = Field(default="", max_length=63, description="Name of a moment whose title would be empty.")
    stretch: IndexStretch | None = Field(default=None, description="Which detections are one moment; default: none.")
    samples: IndexSamples | None = Field(default=None, description="Boxes that stand apart from the moments.")
