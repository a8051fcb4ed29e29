"""Connection to the API: every request with a timeout, those that may be repeated repeated, refusals as exceptions.

urllib3 does it (the clients of Kubernetes and S3 bring it): it keeps connections, waits as ``Retry-After`` says and
tells requests that may be sent twice from others. The standard library has none of these; httpx would be a further
dependency for them.
"""

import ipaddress
import json
import ssl
import uuid
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import urllib3
from urllib3.exceptions import ConnectTimeoutError, HTTPError, NewConnectionError
from urllib3.util import Retry, Timeout

from media_insights.client.refusals import ApiUnreachable, refusal_in

QueryParameters = Mapping[str, str | int | float | bool | None]
"""Of a query; those that are None or empty are not sent."""
PIECE = 2**20
"""Bytes that are read at once of what is not kept in memory."""
MAX_BYTES = 256 * 2**20
"""Most bytes of an answer that is kept in memory."""
_REPEATABLE = frozenset({"GET", "HEAD", "PUT", "DELETE"})
_COME_BACK = frozenset({429, 502, 503, 504})
_LONGEST_WAIT = 30
"""Seconds; a server may ask for more, and is then asked again too early."""


def is_near(host: str) -> bool:
    """Return whether nobody else sees what is sent there: this machine, or a Service of the own cluster."""
    if host == "localhost" or host.endswith((".svc", ".svc.cluster.local")):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A way to the API that leads through somebody who asks for credentials, too: an API server, a proxy."""

    headers: Callable[[], Mapping[str, str]] = field(repr=False)
    """Returns what says who asks, for each request, in place of a bearer token alone."""
    tls: ssl.SSLContext | None = None
    server_name: str | None = None
    """The name in the certificate, where it is not that of the address."""
    proxy: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiConnection:
    """Where the API is, and how it is asked. Safe to use from several threads."""

    url: str
    """With the path before every route, if there is one."""
    token: Callable[[], str] | None = field(default=None, repr=False)
    """Returns the bearer token for each request, so that one that is replaced on disk is read again; "" sends none."""
    timeout: float = 30.0
    """Seconds for a connection, and for each piece of an answer."""
    retries: int = 3
    """Further attempts of a request that may be repeated."""
    ca_file: str | None = None
    """Certificates of whoever signed the server's; None: those that this machine trusts."""
    route: "Route | None" = None
    """How the address is reached, where that is more than its certificates; None: directly."""
    _pool: urllib3.PoolManager = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Raises ValueError for an address that is none, and for a token that would be sent in the clear."""
        parts = urlsplit(self.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"{self.url!r} is no address of the API: https://HOST/PATH, or http:// on this machine")
        if parts.scheme == "http" and self.token and not is_near(parts.hostname):
            raise ValueError(f"{self.url}: a token would travel in the clear; use https, or a tunnel to this machine")
        if parts.username or parts.query or parts.fragment:
            raise ValueError(f"{parts.hostname}: the address of the API has no user, query or fragment")
        object.__setattr__(self, "_pool", self._new_pool())

    def _new_pool(self) -> urllib3.PoolManager:
        route, limits = self.route, {"maxsize": 8, "timeout": Timeout(self.timeout)}
        if route is None:
            return urllib3.PoolManager(ca_certs=self.ca_file, **limits)  # type: ignore[arg-type]  # values of two types
        trusted = {"ssl_context": route.tls, "server_hostname": route.server_name, **limits}
        return urllib3.ProxyManager(route.proxy, **trusted) if route.proxy else urllib3.PoolManager(**trusted)  # type: ignore[arg-type]

    def json(
        self, method: str, path: str, query: QueryParameters | None = None, body: Any = None, *, key: str = ""
    ) -> Any:
        """Return an answer's JSON. ``key`` is an Idempotency-Key, with which a POST may be repeated, too."""
        content = None if body is None else json.dumps(body).encode()
        headers = {"Accept": "application/json", **({"Content-Type": "application/json"} if content else {})}
        if key:
            headers["Idempotency-Key"] = key
        answer, _ = self.content(method, path, query, content, headers, repeatable=bool(key))
        try:
            return json.loads(answer) if answer else None
        except ValueError as error:
            raise ApiUnreachable(f"the answer of {path} is no JSON: is {self.url} the API?") from error

    def create(self, path: str, body: Any, *, key: str = "") -> Any:
        """Return what a POST makes: once, also when its answer is lost and it is sent again.

        ``key`` says that to the server, as an Idempotency-Key; a caller's own one makes the caller's repetitions
        harmless, too, and without one this call's own attempts share a new one.
        """
        return self.json("POST", path, body=body, key=key or str(uuid.uuid4()))

    def delete(self, path: str) -> None:
        """Delete something; what this call's own earlier attempt deleted is deleted."""
        answer = self._ask("DELETE", path)
        try:
            content = answer.read(PIECE)
        except (HTTPError, OSError) as error:
            raise ApiUnreachable(f"the answer of {path} broke off: {error}") from error
        finally:
            answer.release_conn()
        if answer.status >= 300 and not (answer.status == 404 and _may_have_arrived(answer.retries)):
            raise refusal_in(answer.status, content)

    def content(  # noqa: PLR0913 - what a request consists of
        self,
        method: str,
        path: str,
        query: QueryParameters | None = None,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        repeatable: bool = False,
    ) -> tuple[bytes, Mapping[str, str]]:
        """Return an answer's bytes, at most 256 MiB, and its headers. Raises RefusedRequest and ApiUnreachable."""
        answer = self._ask(method, path, query, body, headers, repeatable=repeatable)
        try:
            found = answer.read(MAX_BYTES + 1)
        except (HTTPError, OSError) as error:
            raise ApiUnreachable(f"the answer of {path} broke off: {error}") from error
        finally:
            answer.release_conn()
        if len(found) > MAX_BYTES:
            answer.close()
            raise ApiUnreachable(f"the answer of {path} has more than {MAX_BYTES} bytes")
        if answer.status >= 300:
            raise refusal_in(answer.status, found)
        return found, answer.headers

    def pieces(self, path: str, query: QueryParameters | None = None) -> Iterator[bytes]:
        """Yield an answer of any size in pieces. Raises as :meth:`content` does, also between two pieces."""
        answer = self._ask("GET", path, query)
        try:
            if answer.status >= 300:
                raise refusal_in(answer.status, answer.read(PIECE))
            yield from answer.stream(PIECE)
        except (HTTPError, OSError) as error:
            raise ApiUnreachable(f"the answer of {path} broke off: {error}") from error
        finally:
            answer.close()

    def _ask(  # noqa: PLR0913 - as above
        self,
        method: str,
        path: str,
        query: QueryParameters | None = None,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        *,
        repeatable: bool = False,
    ) -> urllib3.BaseHTTPResponse:
        address = f"{self.url.rstrip('/')}{path}{_query(query or {})}"
        sent = {**(headers or {}), **self._identity()}
        try:
            return self._pool.request(
                method,
                address,
                body=body,
                headers=sent,
                retries=self._retry(repeatable=repeatable or method in _REPEATABLE),
                redirect=False,  # a redirection would take the token along
                preload_content=False,
            )
        except (HTTPError, OSError) as error:
            raise ApiUnreachable(f"{self.url} does not answer: {error}") from error

    def _identity(self) -> Mapping[str, str]:
        if self.route:
            return self.route.headers()
        token = self.token() if self.token else ""
        return {"Authorization": f"Bearer {token}"} if token else {}

    def _retry(self, *, repeatable: bool) -> Retry:
        """Return what is repeated: what never arrived always, the rest only when a second time changes nothing."""
        again = self.retries if repeatable else 0
        return Retry(
            total=self.retries,
            connect=self.retries,
            read=again,
            other=again,
            status=again,
            allowed_methods=None,
            status_forcelist=_COME_BACK,
            backoff_factor=0.5,
            backoff_max=_LONGEST_WAIT,
            retry_after_max=_LONGEST_WAIT,
            raise_on_status=False,
        )


def _may_have_arrived(retries: Retry | None) -> bool:
    """Return whether an earlier attempt was perhaps done: not one that had no connection, or that came too often."""
    never = (NewConnectionError, ConnectTimeoutError)
    return any(
        not isinstance(each.error, never) and each.status != 429 for each in (retries.history if retries else ())
    )


def path_of(*parts: str) -> str:
    """Return a path of a route, its parts quoted."""
    return "".join(f"/{quote(each, safe='')}" for each in parts)


def _query(parameters: QueryParameters) -> str:
    sent = {name: _text(value) for name, value in parameters.items() if value not in (None, "", False)}
    return f"?{urlencode(sent)}" if sent else ""


def _text(value: str | float | None) -> str:
    return "true" if value is True else str(value)
