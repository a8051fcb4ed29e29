"""Address of the object store: endpoint, bucket and region, read from one URL for everyone who needs them."""

from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from typing import Self
from urllib.parse import SplitResult, urlsplit

AMAZON = "s3.amazonaws.com"
"""The host that an empty URL means; which of its regional hosts answers, clients find out from the region."""
USUAL_REGION = "us-east-1"
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreAddress:
    """Endpoint, bucket and region of an S3, the same for boto3, for Argo's executor and for a NetworkPolicy."""

    host: str
    """A name or an address; an IPv6 address without brackets."""
    port: int
    secure: bool
    """Whether the store speaks TLS."""
    bucket: str
    region: str = USUAL_REGION

    @classmethod
    def of(cls, url: str, *, bucket: str, region: str = "") -> Self:
        """Return the store at an URL, with or without its scheme (https is meant) and port; empty means Amazon's.

        Raises ValueError for an URL with a path, a query or credentials: Argo takes nothing but host and port.
        """
        parts = _split(url.strip() or AMAZON)
        return cls(
            host=parts.hostname or "",
            port=parts.port or _PORTS[parts.scheme],
            secure=parts.scheme == "https",
            bucket=bucket,
            region=region or USUAL_REGION,
        )

    @property
    def is_amazon(self) -> bool:
        """Whether Amazon's own endpoint is meant, of which clients know the regional hosts."""
        return self.host == AMAZON

    @property
    def endpoint(self) -> str:
        """Host and port without the scheme, as Argo and MinIO's clients write it; the scheme's usual port is left out.

        Signatures cover the Host header, in which clients leave it out too.
        """
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self._scheme] else f"{host}:{self.port}"

    @property
    def url(self) -> str:
        """The endpoint with its scheme."""
        return f"{self._scheme}://{self.endpoint}"

    @property
    def _scheme(self) -> str:
        return "https" if self.secure else "http"


def _split(url: str) -> SplitResult:
    try:
        parts = urlsplit(_with_scheme(url))
        host = parts.hostname or ""
        usable = parts.scheme in _PORTS and host and host.isprintable() and " " not in host and parts.port != 0
    except ValueError as error:
        raise ValueError(f"{url!r} is not a valid URL of an object store: {error}") from error
    if not usable:
        raise ValueError(f"{url!r} is not a valid URL of an object store: write https://host or http://host:port")
    if parts.path.strip("/") or parts.query or parts.fragment or parts.username is not None:
        raise ValueError(
            f"an object store's URL is scheme, host and port, but this one has more: write "
            f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        )
    return parts


def _with_scheme(url: str) -> str:
    """Return the URL with a scheme; a bare IPv6 address gets the brackets that URLs need."""
    if "//" in url:
        return url if "://" in url else f"https:{url}"
    return f"https://[{url}]" if _is_ipv6(url) else f"https://{url}"


def _is_ipv6(text: str) -> bool:
    try:
        return isinstance(ip_address(text), IPv6Address)
    except ValueError:
        return False
