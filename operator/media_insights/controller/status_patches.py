"""Status patches: the smallest merge patch from one status to another, empty when nothing differs."""

from typing import Any

from pydantic import BaseModel

from media_insights.api.v1alpha1.meta import Manifest
from media_insights.domain.wording import printable


def merge_patch(old: Manifest, new: Manifest) -> Manifest:
    """Return the JSON merge patch (RFC 7396) from one object to another; empty when they are the same."""
    patch: dict[str, Any] = {key: None for key in old if key not in new}
    for key, value in new.items():
        if isinstance(value, dict) and isinstance(old.get(key), dict):
            inner = merge_patch(old[key], value)
            patch |= {key: inner} if inner else {}
        elif key not in old or old[key] != value:
            patch[key] = value
    return patch


def status_json(status: BaseModel) -> Manifest:
    """Return a status as it is written: camelCase, without fields that say nothing.

    A field whose default is None says something even when it is empty: that is known, and there is nothing.
    """
    dumped: Manifest = status.model_dump(mode="json", by_alias=True, exclude_none=True)
    fields = type(status).model_fields.items()
    telling = {field.alias or name for name, field in fields if field.default is None}
    written = {key: _shown(key, _without_empty_values(value)) for key, value in dumped.items()}
    return {key: said for key, said in written.items() if key in telling or said not in ("", [], {})}


def _shown(key: str, value: Any) -> Any:
    """Sentences are shown by every client, most of which pass on what steers a terminal."""
    return printable(value) if key in ("message", "reason") and isinstance(value, str) else value


def _without_empty_values(value: Any) -> Any:
    """Leave out empty texts, lists and objects; numbers stay, zero too."""
    if isinstance(value, dict):
        return {
            key: said
            for key, each in value.items()
            if (said := _shown(key, _without_empty_values(each))) not in ("", [], {})
        }
    if isinstance(value, list | tuple):
        return [_without_empty_values(each) for each in value]
    return value
