"""Names of objects that a request makes: readable, and the same when a request is sent again under one key."""

import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Header

from media_insights.api.v1alpha1 import labels
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.domain.names import short_hash
from media_insights.errors import AlreadyExists
from media_insights.ports.objects import KindObjects, KindT
from media_insights.rest.problems import ApiRefusal

IdempotencyKey = Annotated[
    str,
    Header(
        max_length=255,
        description="Makes a repeated request harmless: the object that the first one made is answered again.",
        examples=["import-2026-11-29-0042"],
    ),
]


@dataclass(frozen=True, slots=True)
class Attempt:
    """One request that makes an object."""

    key: str
    """Idempotency-Key; empty: every request makes another object."""
    who: str
    content: Mapping[str, Any]
    """The request's body: under one key there is one body."""

    def token(self) -> str:
        """Return eight characters that make a name unique: the same under one key, else random."""
        return short_hash(self.who, self.key) if self.key else secrets.token_hex(4)

    @property
    def digest(self) -> str:
        """The identity of the body."""
        text = json.dumps(self.content, sort_keys=True, ensure_ascii=False, default=str)
        return hashlib.sha256(text.encode()).hexdigest()[:32]

    def noted(self, manifest: Manifest) -> Manifest:
        """Return the manifest with what tells a repeated request from another one under the same key."""
        if not self.key:
            return manifest
        meta = manifest["metadata"]
        annotations = {**(meta.get("annotations") or {}), labels.REQUEST: self.digest}
        return {**manifest, "metadata": {**meta, "annotations": annotations}}

    async def create(self, objects: KindObjects[KindT], manifest: Manifest) -> KindT:
        """Create an object, or return the one that the same request made before. Raises ApiRefusal for another body."""
        meta = manifest["metadata"]
        try:
            return await objects.create(self.noted(manifest))
        except AlreadyExists:
            if not self.key:
                raise
        found = await objects.get(meta["namespace"], meta["name"])
        if found.metadata.annotations.get(labels.REQUEST) != self.digest:
            raise ApiRefusal(409, "idempotency-key-reused", "this Idempotency-Key came with another body before")
        return found
