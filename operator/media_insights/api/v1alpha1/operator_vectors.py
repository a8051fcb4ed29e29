"""Vectors of an operator: which file of numbers says how alike the things are that its result lists."""

from typing import Literal

from pydantic import Field

from media_insights.api.v1alpha1.meta import Shape
from media_insights.api.v1alpha1.operator_index import IndexTime

VectorSubject = Literal["Text", "Image"]
"""What a vector is of: a sentence, found by its meaning, or an image, found by another one."""


class Vectors(Shape):
    """How a result's vectors are searched: by those that are near to a sentence or an image.

    The file has one row for each item of `list`: NumPy's `.npy`, half precision, each row of the length 1, so that the
    inner product of two is how alike they are. The result says with `Model.sha256` which model made them; vectors of
    two models are never compared.
    """

    medium: str = Field(max_length=63, description="Medium of the output that holds the numbers.")
    of: VectorSubject = Field(
        description="What they are of: Text belongs to the moments of `index`, whose list is then this one; Image "
        "needs no moments."
    )
    list: str = Field(default="", max_length=256, description="Path of the items; default: that of `index`.")
    row: str = Field(max_length=256, description="Path of an item's row in the file, from 0.")
    time: IndexTime | None = Field(default=None, description="When an image is; absent for an image.")
    floor: float = Field(
        ge=0,
        le=1,
        description="The least likeness (cosine) that is an answer: what unrelated things nearly never reach.",
    )
