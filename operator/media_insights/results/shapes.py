"""Building blocks of the shapes of results: names as written in JSON, numbers with their unit and range."""

from typing import Annotated, ClassVar

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel, to_pascal
from pydantic.config import JsonDict

Millis = Annotated[int, Field(ge=0, json_schema_extra={"x-unit": "milliseconds"})]
"""A time or duration of vision results: whole milliseconds from the start of the video."""
Seconds = Annotated[float, Field(ge=0, json_schema_extra={"x-unit": "seconds"})]
"""A time or duration of speech results: seconds from the start of the audio."""
Percent = Annotated[float, Field(ge=0, le=100, json_schema_extra={"x-unit": "percent"})]
"""How sure a vision result is."""
Share = Annotated[float, Field(ge=0, le=1)]
"""How sure a speech or text result is: 1 is certain."""
Fraction = Annotated[float, Field(json_schema_extra={"x-unit": "fraction of the image"})]
"""A place in the image; a little outside 0 to 1 where a thing leaves the image."""
Size = Annotated[float, Field(ge=0, json_schema_extra={"x-unit": "fraction of the image"})]
"""A width or height in the image."""
Degrees = Annotated[float, Field(ge=-180, le=180, json_schema_extra={"x-unit": "degrees"})]
"""An angle."""
Pixels = Annotated[int, Field(ge=0, json_schema_extra={"x-unit": "pixels"})]
"""A width or height of an image."""
Count = Annotated[int, Field(ge=0)]
"""How many, or which one counted from 0."""
Language = Annotated[str, Field(max_length=35, examples=["en", "es-MX", "und"])]
"""A language tag (BCP 47); ``und`` when unknown."""
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
"""A digest in hexadecimal digits."""

NOT_ESTIMATED: JsonDict = {"x-null": "not estimated"}
"""Keyword of a member that is null where nothing estimated it; all others are absent then."""


class ResultShape(BaseModel):
    """Names in JSON are the ones in Python."""

    model_config: ClassVar = ConfigDict(
        frozen=True, populate_by_name=True, use_attribute_docstrings=True, allow_inf_nan=False
    )


class Pascal(ResultShape):
    """Names in JSON as Rekognition and Comprehend write them: ``BoundingBox``."""

    model_config: ClassVar = ConfigDict(alias_generator=to_pascal)


class Camel(ResultShape):
    """Names in JSON as ``durationMillis``."""

    model_config: ClassVar = ConfigDict(alias_generator=to_camel)


class ModelFile(ResultShape):
    """One file of a model."""

    path: str
    """Its name in the model's folder."""
    sha256: Sha256
    """Digest of the file."""


class Provenance(ResultShape):
    """Which model computed a result, and on what."""

    name: str
    """The model's name."""
    version: str | None = None
    """Its version, where it has one."""
    sha256: Sha256 | None = None
    """Digest of the file that was loaded, when the model is one file."""
    files: tuple[ModelFile, ...] | None = None
    """The files that were loaded, when it is several."""
    provider: str | None = None
    """What it ran on, for instance `CPUExecutionProvider` or `CUDAExecutionProvider`."""


Model = Provenance | tuple[Provenance, ...]
"""One model or several."""


class ResultWarning(Pascal):
    """What a result leaves out, guesses or could not read."""

    reason: str
    """What it is about, for programs: `SpeechWithoutWords`, `Decoder` …"""
    message: str
    """One sentence for people."""
    start_timestamp_millis: Millis | None = None
    """Start of the stretch that it is about; absent when it is about the whole."""
    end_timestamp_millis: Millis | None = None
    """End of the stretch."""


class Warned(ResultShape):
    """A result that may have warnings."""

    warnings: tuple[ResultWarning, ...] | None = Field(default=None, alias="Warnings")
    """What the result leaves out, guesses or could not read; absent where there is nothing to tell."""


class Computed(Warned, Pascal):
    """A result that a model computed."""

    model: Model | None = None
    """The model or models that computed it; absent where none was needed, and in imported results."""
