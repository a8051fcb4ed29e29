"""wait, notify and genericDataLookup: data from people and other systems, and notices to them."""

from typing import Annotated, Any

from pydantic import Field

from media_insights.results.shapes import Pascal, Warned

Answer = dict[str, Any]
"""wait: the `data` of the entry in `spec.resume` that ended the waiting, as given; empty when none was given."""

GenericDataLookup = dict[str, Any]
"""genericDataLookup: the object of a file made elsewhere, unchanged, but for its `Labels`: those in the shape of
labelDetection have its units."""


class Notice(Warned, Pascal):
    """An event that its receiver took."""

    id: str
    """The event's id: execution and step, the same for every try."""
    type: str
    """The event's type."""
    host: str
    """Who took it: host, and port where it is not the usual one."""
    status_code: Annotated[int, Field(ge=200, le=299)]
    """What it answered."""
    attempts: Annotated[int, Field(ge=1)]
    """How many tries it took, those of earlier pods not counted."""
    signed: bool
    """Whether it bore a signature."""
