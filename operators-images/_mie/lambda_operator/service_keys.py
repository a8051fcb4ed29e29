"""Keys of AWS's services beside those of the store: S3 is called with the run's own, all others with the user's.

The user's come from ``access.secret`` as ``SERVICES_AWS_ACCESS_KEY_ID``, ``SERVICES_AWS_SECRET_ACCESS_KEY``, and where
there are such, ``SERVICES_AWS_SESSION_TOKEN`` and ``SERVICES_AWS_REGION``. boto3 knows one set of keys for all services
in its environment, and has no setting for one service alone: so clients of S3 are given the store's when they are made.
"""

from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any

from botocore.session import Session

PREFIX = "SERVICES_"
_KEYS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
_REGION = "AWS_REGION"


@contextmanager
def apart(environ: MutableMapping[str, str]) -> Iterator[None]:
    """Put the user's keys in place of the store's, and give the store's to clients of S3, while the block runs."""
    if f"{PREFIX}{_KEYS[0]}" not in environ:
        yield
        return
    told = {name.lower(): environ.get(name) for name in _KEYS}
    store = {**told, "region_name": environ.get(_REGION)}
    for name in _KEYS:
        _replace(environ, name)
    if f"{PREFIX}{_REGION}" in environ:
        environ[_REGION] = environ["AWS_DEFAULT_REGION"] = environ[f"{PREFIX}{_REGION}"]
    with _clients_of_s3_given(store):
        yield


def _replace(environ: MutableMapping[str, str], name: str) -> None:
    environ.pop(name, None)
    if f"{PREFIX}{name}" in environ:
        environ[name] = environ[f"{PREFIX}{name}"]


@contextmanager
def _clients_of_s3_given(store: dict[str, str | None]) -> Iterator[None]:
    made = Session.create_client

    def create_client(session: Session, service_name: str, *arguments: Any, **named: Any) -> Any:
        if service_name == "s3" and not arguments and not _has_own_keys(session, named):
            named |= {**store, "region_name": named.get("region_name") or store["region_name"]}
        return made(session, service_name, *arguments, **named)

    Session.create_client = create_client  # type: ignore[method-assign,assignment]
    try:
        yield
    finally:
        Session.create_client = made  # type: ignore[method-assign]


def _has_own_keys(session: Session, named: dict[str, Any]) -> bool:
    """Return whether whoever makes the client, or made the session, said which keys it takes."""
    known = getattr(session, "_credentials", None)
    return bool(named.get("aws_access_key_id")) or getattr(known, "method", "") == "explicit"
