"""Cookies of sessions: what was sealed here is opened here until it ends; nothing else is."""

import pytest

from media_insights.ports.identity import Caller
from media_insights.ports.sign_in import SignedIn
from media_insights.rest.problems import ApiRefusal
from media_insights.rest.sessions import (
    SESSION_SECONDS,
    SIGN_IN,
    SessionSettings,
    caller_of_session,
    own_path,
    require_own_origin,
    session_of,
)

OLD, NEW, OTHER = ("o" * 32, "n" * 32, "x" * 32)
SETTINGS = SessionSettings(origin="https://media.example", keys=(OLD,))
ANA = SignedIn(name="oidc:ana", groups=("oidc:editors",))
COOKIE = session_of(ANA, SETTINGS, now=1000)


def with_keys(*keys: str) -> SessionSettings:
    return SessionSettings(origin="https://media.example", keys=keys)


def test_a_session_is_whoever_signed_in() -> None:
    known = Caller(name="oidc:ana", groups=("oidc:editors", "system:authenticated"))
    assert caller_of_session(COOKIE, SETTINGS, now=1001) == known
    assert "ana" not in COOKIE


def test_a_session_ends() -> None:
    assert caller_of_session(COOKIE, SETTINGS, now=1000 + SESSION_SECONDS) is None


def test_keys_are_rotated_without_ending_sessions() -> None:
    assert caller_of_session(COOKIE, with_keys(NEW, OLD), now=1001) is not None
    later = session_of(ANA, with_keys(NEW, OLD), now=1000)
    assert caller_of_session(later, with_keys(NEW), now=1001) is not None
    assert caller_of_session(COOKIE, with_keys(NEW), now=1001) is None


@pytest.mark.parametrize(
    "value",
    [
        "",
        "a.b.c.d.e",
        COOKIE[:-2],
        COOKIE.replace(".", "", 1),
        "é" * 10,
        "A" * 100_000,
        session_of(ANA, with_keys(OTHER), now=1000),
        SETTINGS.seal(SIGN_IN, {"name": "oidc:root", "groups": []}, expires=5000),
    ],
    ids=["none", "no token", "cut off", "joined", "no ASCII", "long", "another key", "another purpose"],
)
def test_anything_else_is_nobody(value: str) -> None:
    assert caller_of_session(value, SETTINGS, now=1001) is None


def test_more_groups_than_a_browser_keeps_are_refused() -> None:
    many = SignedIn(name="oidc:ana", groups=tuple(f"oidc:group-{number}" for number in range(500)))
    with pytest.raises(ApiRefusal, match="500 groups"):
        session_of(many, SETTINGS, now=1000)


@pytest.mark.parametrize(
    ("method", "origin", "allowed"),
    [
        ("GET", "", True),
        ("GET", "https://evil.example", True),
        ("POST", "https://media.example", True),
        ("POST", "https://evil.example", False),
        ("POST", "https://media.example.evil.example", False),
        ("POST", "null", False),
        ("DELETE", "", False),
    ],
)
def test_only_a_page_of_this_address_writes_with_a_cookie(method: str, origin: str, *, allowed: bool) -> None:
    if allowed:
        require_own_origin(method, origin, SETTINGS)
        return
    with pytest.raises(ApiRefusal) as refused:
        require_own_origin(method, origin, SETTINGS)
    assert (refused.value.status, refused.value.code) == (403, "wrong-origin")


@pytest.mark.parametrize(
    ("wanted", "path"),
    [
        ("/assets/1?t=2", "/assets/1?t=2"),
        ("//evil.example", "/"),
        ("/\\evil.example", "/"),
        ("https://evil.example", "/"),
        ("", "/"),
        ("/a\r\nSet-Cookie: x", "/"),
    ],
)
def test_a_sign_in_returns_to_this_address_only(wanted: str, path: str) -> None:
    assert own_path(wanted) == path


@pytest.mark.parametrize("keys", [(), ("short",), (NEW, "short")])
def test_a_key_is_long(keys: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match="32 characters"):
        with_keys(*keys)
