"""Posts to a server that nobody vouches for: no redirects, an answer of bounded size and time, a few tries.

Not urllib3's own retries: between two tries they read what the server sent to its end, however long that is.
"""

import json
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from urllib3 import HTTPConnectionPool, HTTPResponse, HTTPSConnectionPool, Timeout
from urllib3.exceptions import HTTPError, SSLError
from urllib3.util.ssl_match_hostname import CertificateError

from media_kits.http.urls import HttpUrl
from media_operator.errors import BadParameters, TryAgain

CHUNK = 65_536
TEMPORARY = frozenset({408, 425, 429})
"""Statuses below 500 that may be another next time."""
LASTING = frozenset({501, 505})
"""Statuses from 500 on that will be the same."""
SENTENCE = 300
"""Characters kept of what a server says about itself."""


@dataclass(frozen=True)
class Patience:
    """How long, how often and how much: seconds to connect and for a whole try, tries, bytes of an answer."""

    seconds: float = 30
    connect_seconds: float = 10
    tries: int = 3
    longest_pause: float = 30
    """Seconds waited between tries at most, also when the server asks for more."""
    most_bytes: int = 2**20
    sleep: Callable[[float], None] = time.sleep


@dataclass(frozen=True)
class Answer:
    """What a server answered at last, and how many tries it took. `body` is as it came, never unpacked."""

    status: int
    body: bytes
    attempts: int
    pause: float | None = None
    """Seconds that the server asks to wait (Retry-After), where it does."""

    @property
    def temporary(self) -> bool:
        """Whether another try may end otherwise."""
        return self.status in TEMPORARY or (self.status >= 500 and self.status not in LASTING)

    def json(self) -> Any:
        """Return the body as JSON, None when it is none."""
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError):
            return None

    def sentence(self, *secrets: str) -> str:
        """Return what the server says is wrong, as one short line without any of `secrets`."""
        said = _message_in(self.json()) or self.body[: 10 * SENTENCE].decode(errors="replace")
        for secret in filter(None, secrets):
            said = said.replace(secret, "…")
        line = " ".join("".join(char if char.isprintable() else " " for char in said).split())
        return line if len(line) <= SENTENCE else line[: SENTENCE - 1] + "…"


@dataclass(frozen=True)
class Route:
    """A place, and how to get there: the address that was checked (None: as the name says), extra authorities."""

    url: HttpUrl
    address: str | None = None
    authorities: str = ""
    """Certificates (PEM) that are trusted instead of the system's; empty: the system's."""


def post(route: Route, content: bytes, headers: Mapping[str, str], patience: Patience) -> Answer:
    """Post `content` and return the last answer, whatever its status; redirects are answers too.

    Raises TryAgain when no answer could be had or it was too long, BadParameters when the server's certificate is not
    trusted.
    """
    for attempt in range(1, patience.tries + 1):
        answer, reason = None, ""
        try:
            answer = _once(route, content, headers, patience, attempt)
        except (HTTPError, OSError) as error:
            if _is_about_the_certificate(error):
                raise BadParameters(
                    f"the certificate of {route.url.name} is not trusted: {_reason_of(error)}"
                ) from error
            reason = f"{route.url.name} could not be reached: {_reason_of(error)}"
        if answer and (attempt == patience.tries or not answer.temporary):
            return answer
        if attempt < patience.tries:
            asked = answer.pause if answer and answer.pause is not None else float(2 ** (attempt - 1))
            patience.sleep(min(asked, patience.longest_pause))
    raise TryAgain(f"{reason}; tried {patience.tries} times")


def _once(route: Route, content: bytes, headers: Mapping[str, str], patience: Patience, attempt: int) -> Answer:
    deadline = time.monotonic() + patience.seconds
    with _pool(route, patience) as pool:
        response = pool.urlopen(
            "POST",
            route.url.target,
            body=content,
            headers={"User-Agent": "media-insights", "Host": route.url.name, "Connection": "close", **headers},
            redirect=False,
            retries=False,
            preload_content=False,
            decode_content=False,
        )
        try:
            body = _body_of(response, deadline, patience.most_bytes, route.url.name)  # type: ignore[arg-type]
        finally:
            response.close()
        return Answer(response.status, body, attempt, _pause_in(response.headers.get("Retry-After", "")))


def _pool(route: Route, patience: Patience) -> HTTPConnectionPool:
    url = route.url
    connect_to = route.address or url.host
    timeout = Timeout(connect=min(patience.connect_seconds, patience.seconds), read=patience.seconds)
    if url.scheme == "http":
        return HTTPConnectionPool(connect_to, url.port, timeout=timeout)
    context = _context(route.authorities)
    # connected by address, checked by name: nobody can answer the second question for the name differently
    return HTTPSConnectionPool(
        connect_to,
        url.port,
        timeout=timeout,
        ssl_context=context,
        server_hostname=url.host,
        assert_hostname=url.host,
    )


def _context(authorities: str) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cadata=authorities or None)
    except (ssl.SSLError, ValueError) as error:
        raise BadParameters("the certificates of the authorities are not in PEM form") from error


def _body_of(response: HTTPResponse, deadline: float, most: int, name: str) -> bytes:
    body = bytearray()
    while chunk := response.read1(CHUNK):
        body += chunk
        if len(body) > most:
            raise TryAgain(f"{name} answered with more than {most} bytes, which no answer of this kind has")
        if time.monotonic() > deadline:
            raise TimeoutError("the answer took too long")
    return bytes(body)


def _is_about_the_certificate(error: Exception) -> bool:
    """Return whether it is, and no other trouble with TLS: a server that hangs up may do better next time."""
    cause = error.args[0] if isinstance(error, SSLError) and error.args else None
    return isinstance(cause, ssl.SSLCertVerificationError | CertificateError)


def _pause_in(text: str) -> float | None:
    return float(text) if text.isascii() and text.isdigit() and len(text) < 7 else None


def _message_in(value: Any) -> str:
    """Return the message of an error in the forms that servers use: `{"error": {"message": …}}`, `{"detail": …}`."""
    for key in ("error", "message", "detail"):
        if isinstance(value, dict) and key in value:
            value = value[key]
    return value if isinstance(value, str) else ""


def _reason_of(error: BaseException) -> str:
    """Return an error of the connection in words, without the objects that urllib3 names in its own."""
    reason = error.__cause__ or getattr(error, "reason", None) or error
    text = getattr(reason, "strerror", None) or str(reason)
    return text.rpartition(": ")[2] if "object at 0x" in text else text
