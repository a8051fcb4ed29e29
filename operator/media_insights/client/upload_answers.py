"""Answers about files that are sent."""

from media_insights.client.answers import ApiAnswer


class AnsweredUpload(ApiAnswer):
    """An upload that has begun, and what of it has arrived."""

    id: str
    exists: bool = False
    part_bytes: int
    part_count: int
    parts: tuple[dict[str, int], ...] = ()


class AnsweredAddress(ApiAnswer):
    """Where an object of the store is."""

    bucket: str
    key: str


class AnsweredFile(ApiAnswer):
    """An upload that is complete."""

    id: str
    source: AnsweredAddress
    """Where the file is: the source of an asset."""
    bytes: int
    type: str
    """Video, Audio, Image or Text."""
