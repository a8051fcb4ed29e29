"""Upload tokens: the id of an upload is all that is known about it, signed, so that every replica can go on with it."""

import time
from dataclasses import asdict, dataclass

from media_insights.rest.problems import ApiRefusal
from media_insights.rest.signing import Signer, Untrusted

_PURPOSE = "upload"
_LIFETIME = 7 * 24 * 3600
"""Seconds for which an upload may be gone on with."""
SMALLEST_PART = 8 * 2**20
MOST_PARTS = 10_000
"""An S3 takes no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """One upload."""

    namespace: str
    key: str
    upload: str
    """The store's own id; empty when the file was there already."""
    bytes: int
    part_bytes: int
    digest: str = ""
    """SHA-256 in hex that the content must have; empty: any."""

    @property
    def parts(self) -> int:
        """How many parts it has."""
        return -(-self.bytes // self.part_bytes)

    def size_of(self, number: int) -> int:
        """Return the bytes of a part: all are equal but the last one."""
        return self.part_bytes if number < self.parts else self.bytes - (self.parts - 1) * self.part_bytes

    def token(self, signer: Signer) -> str:
        """Return the upload's id."""
        return signer.sign(_PURPOSE, asdict(self), expires=int(time.time()) + _LIFETIME)


def part_bytes_of(size: int) -> int:
    """Return the size of the parts of a file: 8 MiB, doubled until they are at most 10,000."""
    found = SMALLEST_PART
    while found * MOST_PARTS < size:
        found *= 2
    return found


def upload_of(token: str, signer: Signer) -> Upload:
    """Return the upload of an id. Raises ApiRefusal (404) for one that was not given out here, or too long ago."""
    try:
        return Upload(**signer.read(_PURPOSE, token, now=time.time()))
    except (Untrusted, TypeError) as error:
        raise ApiRefusal(404, "not-found", f"there is no such upload: {error}") from None


def source_of(token: str, namespace: str, signer: Signer) -> str:
    """Return the key of an upload for an asset of a namespace. Raises ApiRefusal for an upload of another one."""
    found = upload_of(token, signer)
    if found.namespace != namespace:
        raise ApiRefusal(404, "not-found", f"there is no such upload in the namespace {namespace}")
    return found.key
