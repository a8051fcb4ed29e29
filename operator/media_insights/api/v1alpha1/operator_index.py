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
    title: str = Field(default="", max_length=63, description="The field that names a moment; default: Name.")
