"""Inputs and outputs of an operator: the files that it reads under ``/in`` and writes under ``/out``."""

from typing import Annotated, ClassVar

from pydantic import Field, model_validator

from media_insights.api.v1alpha1.meta import Medium, Name, Shape, rule, rules

RESULT_NAME = r"^[A-Za-z][A-Za-z0-9_-]{0,62}$"
ResultName = Annotated[str, Field(min_length=1, max_length=63, pattern=r"^[A-Za-z][A-Za-z0-9_-]*$")]
FileName = Annotated[str, Field(min_length=1, max_length=128, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]


class NamedFile(Shape):
    """A file of the user's own, for instance a list of terms: the object that a parameter names."""

    parameter: str = Field(
        min_length=1,
        max_length=63,
        description="The string parameter that holds a key, or s3://bucket/key, which the namespace may read.",
    )


class NamedCollection(Shape):
    """A collection in the object store, for instance known faces, that a parameter names."""

    kind: Name = Field(description="What is collected, for instance faces.")
    parameter: str = Field(min_length=1, max_length=63, description="The string parameter that holds its name.")


_ONE_SOURCE = "an input reads one of media, result, file and collection: set exactly one"


class OperatorInput(Shape):
    """One input: a medium (the first available of a list), another operator's result, a named file or a collection."""

    model_config: ClassVar = {
        "json_schema_extra": rules(
            rule(
                "[has(self.media), has(self.result), has(self.file), has(self.collection)].exists_one(each, each)",
                _ONE_SOURCE,
            ),
        ),
    }

    name: Name = Field(description="The file or folder under /in that the operator reads.")
    media: tuple[Medium, ...] | None = Field(
        default=None, min_length=1, max_length=16, description="Media that fit; the first available one is taken."
    )
    result: ResultName | None = Field(default=None, description="The resultName of the operator whose result is read.")
    file: NamedFile | None = Field(default=None, description="A file of the user's own that a parameter names.")
    collection: NamedCollection | None = Field(default=None, description="A collection that a parameter names.")
    optional: bool = Field(default=False, description="Whether the operator runs when this input does not exist.")

    @model_validator(mode="after")
    def _exactly_one(self) -> "OperatorInput":
        if sum(each is not None for each in (self.media, self.result, self.file, self.collection)) != 1:
            raise ValueError(_ONE_SOURCE)
        return self

    @property
    def parameter(self) -> str | None:
        """The parameter that names the object to read; None when the input comes from the asset or an operator."""
        named = self.file or self.collection
        return named.parameter if named else None


class OperatorOutput(Shape):
    """One file that the operator writes under /out."""

    name: Name = Field(description="The output's name, unique within the operator.")
    file: FileName = Field(description="The file under /out, and the last part of its key in the object store.")
    result: bool = Field(default=False, description="Whether this is the operator's main result (JSON).")
    media: Medium | None = Field(default=None, description="The medium that this file is for later operators.")
    optional: bool = Field(
        default=False, description="Whether the file may be missing, like the audio of a silent video."
    )
    from_: tuple[Medium, ...] | None = Field(
        default=None,
        alias="from",
        min_length=1,
        max_length=16,
        description="The medium is made only when the chosen input medium is one of these. Absent: always.",
    )
    content_type: str = Field(default="", max_length=127, description="The file's media type (RFC 9110).")
