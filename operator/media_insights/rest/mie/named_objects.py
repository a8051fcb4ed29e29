"""Objects that the engine's clients name by bucket and key, and signed addresses of single ones."""

import time
from dataclasses import dataclass
from typing import Literal

from fastapi import Request

from media_insights.api.v1alpha1 import MediaAsset
from media_insights.domain import layout
from media_insights.rest.access import RequestAccess
from media_insights.rest.chosen_keys import unfit
from media_insights.rest.mie.requests_as_ours import MediaObject
from media_insights.rest.problems import ApiRefusal
from media_insights.rest.signing import Signer, Untrusted

SECONDS = 3600
"""How long an address is good: as long as the engine's."""
Purpose = Literal["mie-upload", "mie-download"]


@dataclass(frozen=True, slots=True)
class NamedObject:
    """One object of a namespace."""

    namespace: str
    key: str

    def token(self, purpose: Purpose, signer: Signer) -> str:
        """Return what allows whoever has it to do one thing with the object, for an hour."""
        return signer.sign(purpose, {"n": self.namespace, "k": self.key}, expires=int(time.time()) + SECONDS)


def object_of(token: str, purpose: Purpose, namespace: str, signer: Signer) -> NamedObject:
    """Return the object of a token. Raises ApiRefusal (401) for one that was not made here, or is over."""
    try:
        found = signer.read(purpose, token, now=time.time())
    except Untrusted as error:
        raise ApiRefusal(401, "link-ended", f"ask for a new address: this one cannot be used, {error}") from None
    if found["n"] != namespace:
        raise ApiRefusal(401, "link-ended", "this address is for another namespace")
    return NamedObject(namespace, found["k"])


def own_upload(source: MediaObject, namespace: str) -> MediaObject:
    """Return an object that a client names as the engine's did: a file right in the uploads is the namespace's own."""
    file = source.key.removeprefix(layout.UPLOADS)
    if file == source.key or "/" in file:
        return source
    return source.model_copy(update={"key": layout.upload_key(namespace, file)})


def upload_named(source: MediaObject, namespace: str, bucket: str) -> NamedObject:
    """Return where a file may be put. Raises ApiRefusal (403) for every other place, and (422) for a bad name."""
    key, place = own_upload(source, namespace).key, layout.uploads_prefix(namespace)
    _require_good_name(key)
    if source.bucket != bucket or not _is_below(key, place):
        raise ApiRefusal(403, "forbidden", f"files are uploaded into the bucket {bucket}, below {place}")
    return NamedObject(namespace, key)


async def readable_object(source: MediaObject, namespace: str, access: RequestAccess) -> NamedObject:
    """Return what may be read: uploads of the namespace, and what was made of its assets. Raises ApiRefusal."""
    await access.require("get", MediaAsset, namespace)
    key, private = own_upload(source, namespace).key, layout.assets_prefix(namespace)
    _require_good_name(key)
    if source.bucket == access.deployment.bucket and _is_below(key, layout.uploads_prefix(namespace)):
        return NamedObject(namespace, key)
    uid = key.removeprefix(private).partition("/")[0] if _is_below(key, private) else ""
    if source.bucket != access.deployment.bucket or not uid:
        said = f"files of {namespace} are read from the bucket {access.deployment.bucket}: uploads and assets' results"
        raise ApiRefusal(403, "forbidden", said)
    asset = await access.asset(uid, namespace=namespace)
    if not key.startswith(layout.executions_prefix(namespace, asset.metadata.uid)):
        raise ApiRefusal(403, "forbidden", "of an asset, the files of its executions are read")
    return NamedObject(namespace, key)


def address_of(request: Request, path: str, access: RequestAccess) -> str:
    """Return the address of a path as the caller reaches it, also behind a proxy that ends TLS."""
    said = request.headers.get("X-Forwarded-Proto", "")
    scheme = said if said in {"http", "https"} else request.url.scheme
    sessions = access.deployment.sessions
    origin = sessions.origin if sessions else f"{scheme}://{request.headers.get('Host', '')}"
    return f"{origin}{access.deployment.prefix}{path}"


def _require_good_name(key: str) -> None:
    """Raise ApiRefusal (422) for a key that is not taken."""
    if said := unfit(key):
        raise ApiRefusal(422, "invalid", said, at=[("/S3Key", said)])


def _is_below(key: str, prefix: str) -> bool:
    parts = key.split("/")
    return key.startswith(prefix) and key != prefix and not {"", ".", ".."} & set(parts)
