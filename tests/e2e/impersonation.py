"""Requests in the name of another account, as its token would make them: the API server's own impersonation."""

import json
from dataclasses import dataclass

import urllib3
from kubernetes import client

from tests.e2e.conftest import Manifest

MERGE = "application/merge-patch+json"
APPLY = "application/apply-patch+yaml"
EVERY_RIGHT = "system:masters"
"""The group that every role lets pass: what is refused to it is refused by admission."""


@dataclass(frozen=True)
class Answer:
    """What the API server said: HTTP status, and the object or the refusal."""

    status: int
    body: Manifest

    @property
    def message(self) -> str:
        return str(self.body.get("message", ""))


@dataclass(frozen=True)
class Impersonated:
    """Somebody who may be asked to make any request."""

    user: str
    groups: tuple[str, ...]

    def __call__(self, method: str, path: str, body: Manifest | None = None, kind: str = "") -> Answer:
        """Send one request; ``kind`` is the content type, of a PATCH by default a merge."""
        content_type = kind or (MERGE if method == "PATCH" else "application/json")
        headers = urllib3.HTTPHeaderDict({"Impersonate-User": self.user, "Content-Type": content_type})
        for group in self.groups:
            headers.add("Impersonate-Group", group)
        settings = client.Configuration.get_default_copy()
        with urllib3.PoolManager(
            cert_file=settings.cert_file, key_file=settings.key_file, ca_certs=settings.ssl_ca_cert
        ) as pool:
            content = None if body is None else json.dumps(body)
            answer = pool.request(method, settings.host + path, body=content, headers=headers, retries=False)
        return Answer(answer.status, json.loads(answer.data))


def account(namespace: str, name: str, *more: str) -> Impersonated:
    """Return a ServiceAccount, in the groups of every ServiceAccount and in ``more``."""
    groups = ("system:serviceaccounts", f"system:serviceaccounts:{namespace}", "system:authenticated", *more)
    return Impersonated(f"system:serviceaccount:{namespace}:{name}", groups)
