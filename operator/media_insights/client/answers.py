"""Answers of the API as values: names in Python, the API's camelCase in JSON, and fields of newer versions ignored."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel


class ApiAnswer(BaseModel):
    """Something that the API answers."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, extra="ignore", frozen=True)


class AnsweredPage(ApiAnswer):
    """A page of a list; ``next`` is the cursor of the one after it, empty at the end."""

    items: tuple[dict[str, Any], ...]
    next: str = ""


class AnsweredResult(ApiAnswer):
    """The newest finished result of an operator."""

    name: str
    execution: str
    schema_version: int = 1
    bytes: int = 0


class AnsweredMedium(ApiAnswer):
    """A file that an operator made."""

    medium: str
    execution: str
    bytes: int = 0


class AnsweredMedia(ApiAnswer):
    """What is known of the media file itself; None where it is not known or does not apply."""

    type: str | None = None
    container: str = ""
    content_type: str = ""
    bytes: int = 0
    duration_millis: int | None = None
    width: int | None = None
    height: int | None = None
    frame_rate: float | None = None


class ListedAsset(ApiAnswer):
    """An asset in a list."""

    id: str
    namespace: str
    name: str
    title: str = ""
    type: str = ""
    """Video, Audio, Image or Text; empty before it is known."""
    state: str = ""
    created: str = ""
    """RFC 3339, UTC."""


class AnsweredAsset(ListedAsset):
    """An asset and what is known about it."""

    message: str = ""
    media: AnsweredMedia | None = None
    workflows: tuple[str, ...] = ()
    results: tuple[AnsweredResult, ...] = ()
    files: tuple[AnsweredMedium, ...] = ()


class ExecutionSummary(ApiAnswer):
    """An execution in a list."""

    id: str
    namespace: str
    name: str
    asset: str
    workflow: str
    state: str = "Queued"
    created: str = ""


class AnsweredExecution(ExecutionSummary):
    """An execution and how far it is."""

    message: str = ""
    progress: str = ""
    """Operators finished of all that run, for instance ``7/12``."""
    current_stage: str = ""
    stages: tuple[dict[str, Any], ...] = ()


class AnsweredBox(ApiAnswer):
    """A rectangle, as fractions of the image's width and height."""

    left: float
    top: float
    width: float
    height: float


class AnsweredMoment(ApiAnswer):
    """Something that was found, and when."""

    id: str = ""
    """Of whole moments."""
    result: str
    operator: str
    kind: str = ""
    title: str = ""
    start: int | None = None
    """Milliseconds; None for what has no time."""
    end: int | None = None
    best: int | None = None
    confidence: float | None = None
    """Percent."""
    count: int = 1
    boxes: tuple[AnsweredBox, ...] = ()
    fields: dict[str, Any] = Field(default_factory=dict)


class AnsweredHitAsset(ApiAnswer):
    """The asset of a moment that was found."""

    id: str
    name: str
    namespace: str
    title: str = ""


class AnsweredHit(AnsweredMoment):
    """A moment that a search found."""

    asset: AnsweredHitAsset
    snippet: str = ""
    """The text that the words of the query stand in."""
    score: float | None = None
    """How alike it is, at most 1; None for what was found by its words."""


class AnsweredSimilar(ApiAnswer):
    """Moments whose sentences mean something like a query."""

    items: tuple[AnsweredHit, ...] = ()
    reason: str = ""
    """Why nothing could be looked for, where something is missing."""


class AnsweredMeaning(ApiAnswer):
    """What a search answers beside a page of hits."""

    similar: AnsweredSimilar | None = None
    """None where the API does not look for meanings, or found enough words."""


class AnsweredSearch(ApiAnswer):
    """A query under a name."""

    namespace: str
    name: str
    query: str
    order: str = "relevance"
    by: str = ""
    at: str = ""


class AnsweredLink(ApiAnswer):
    """A link that shows an asset to whoever has it."""

    path: str
    """Of the page, below the host of the API."""
    expires: str
    """RFC 3339, UTC."""


class AnsweredWorkflow(ApiAnswer):
    """A workflow."""

    namespace: str
    name: str
    spec: dict[str, Any]


class AnsweredWord(ApiAnswer):
    """A word with the punctuation after it."""

    text: str
    start: int
    end: int
    confidence: float


class AnsweredSentence(ApiAnswer):
    """A sentence, or what one speaker says between two pauses."""

    text: str
    start: int
    """Milliseconds."""
    end: int
    confidence: float
    """Percent."""
    speaker: str = ""
    channel: str = ""
    language: str = ""
    words: tuple[AnsweredWord, ...] = ()


class FrameTimes(ApiAnswer):
    """The times (ms) at which there are frames of a video, and those of them at which a shot begins."""

    times: tuple[int, ...]
    shots: tuple[int, ...] = ()


class AnsweredFrame(ApiAnswer):
    """A frame of a video."""

    time: int
    """Milliseconds: its own time, at or before the one that was asked for."""
    jpeg: bytes


class ApiVersion(ApiAnswer):
    """What answers."""

    version: str
    api_version: str = Field(alias="api_version")
