"""Places of many objects: a prefix of a bucket, and patterns that select below it."""

from typing import Annotated

from pydantic import Field

from media_insights.api.v1alpha1.meta import NO_CONTROLS, BucketName, Shape

Pattern = Annotated[str, Field(min_length=1, max_length=256)]
"""A pattern of names, or of paths below a prefix."""


class Prefix(Shape):
    """All objects of a bucket whose keys begin alike."""

    bucket: BucketName = Field(
        description="The bucket: lower-case letters, digits and dashes in parts that dots separate."
    )
    key: str = Field(
        default="",
        max_length=1024,
        json_schema_extra=NO_CONTROLS,
        description="How their keys begin, for instance `archive/2019/`; empty: all of the bucket.",
    )

    @property
    def uri(self) -> str:
        """The place as one line for people."""
        return f"s3://{self.bucket}/{self.key}"
