"""What is sent to make a collection of any kind, and to change one of faces."""

from typing import Annotated

from pydantic import ConfigDict, Field

from media_insights.api.v1alpha1.meta import Shape
from media_insights.domain.edits.edit_log import EditBox

COLLECTION_NAME = r"^[A-Za-z0-9._-]+$"
FaceName = Annotated[str, Field(min_length=1, max_length=255, pattern=r"\S", description="Whose face it is.")]


class NewNamedCollection(Shape):
    """An empty collection of any kind."""

    namespace: str = Field(min_length=1, max_length=63, pattern=r"^[a-z0-9]([-a-z0-9]*[a-z0-9])?$")
    name: str = Field(min_length=1, max_length=128, pattern=COLLECTION_NAME)


class NewCollection(NewNamedCollection):
    """An empty collection."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"namespace": "newsroom", "name": "staff"}]})


class NewFace(Shape):
    """A face of an image that `face-index` has read."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"asset": "0d4bd5a1-6f0c-4d1e-8a3c-1f2e3d4c5b6a", "name": "Jane Doe"}]}
    )

    asset: str = Field(min_length=1, max_length=63, description="Id of the image's asset, in the same namespace.")
    name: FaceName
    box: EditBox | None = Field(default=None, description="Where the face is, for an image that has several.")


class NewName(Shape):
    """Another name for one person, or one name for several who are the same."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"originals": ["Jane", "J. Doe"], "name": "Jane Doe"}]})

    originals: tuple[FaceName, ...] = Field(min_length=1, max_length=64, description="Names that get the new one.")
    name: FaceName
