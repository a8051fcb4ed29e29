"""Conditional requests: an object's ETag, and writes that only count while it is the newest."""

import hashlib
from typing import Annotated

from fastapi import Header
from pydantic import BaseModel

from media_insights.api.v1alpha1.meta import Manifest, ObjectMeta
from media_insights.rest.problems import ApiRefusal

IfMatch = Annotated[
    str,
    Header(max_length=256, description="The ETag that was read: the request is refused when the object changed since."),
]


def etag_of(meta: ObjectMeta) -> str:
    """Return an object's ETag, quoted."""
    return f'"{meta.resource_version}"'


def content_etag_of(meta: ObjectMeta, spec: BaseModel) -> str:
    """Return the ETag of what people wrote, quoted: a status that changes meanwhile is no other content."""
    content = f"{meta.uid} {spec.model_dump_json(by_alias=True)}"
    return f'"{hashlib.sha256(content.encode()).hexdigest()[:32]}"'


def require_match(if_match: str, meta: ObjectMeta, etag: str = "") -> None:
    """Raise ApiRefusal (412) when a condition names another version of the object; ``etag``: the one that counts."""
    if if_match and if_match.strip() not in ("*", etag or etag_of(meta)):
        raise ApiRefusal(412, "changed-meanwhile", f"{meta.name} has changed since it was read: read it again")


def conditional(patch: Manifest, if_match: str, meta: ObjectMeta) -> Manifest:
    """Return a merge patch that the server refuses when the object changed since it was read."""
    if not if_match or if_match.strip() == "*":
        return patch
    return {**patch, "metadata": {**patch.get("metadata", {}), "resourceVersion": meta.resource_version}}
