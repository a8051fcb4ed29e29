"""The Kubernetes API from inside a pod: the account's own token, one request at a time."""

import json
import ssl
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ACCOUNT = Path("/var/run/secrets/kubernetes.io/serviceaccount")
SERVER = "https://kubernetes.default.svc"
GROUP = "mediainsights.dev/v1alpha1"
PATIENCE = 60.0
"""Seconds that a kind which was just installed may take until it is served, and an API server until it answers."""

Manifest = dict[str, Any]


class Refused(Exception):  # noqa: N818 - read as a sentence where it is caught
    """The API server refused a request; the message is its own sentence."""


@dataclass(frozen=True)
class Api:
    """An API server and who speaks to it. ``patience`` and ``pause`` are seconds."""

    server: str
    token: str
    trust: ssl.SSLContext | None
    patience: float = PATIENCE
    pause: float = 0.5

    def get(self, path: str) -> Manifest:
        """Return the object or list at a path, for example ``/apis/apps/v1/deployments``."""
        return self._request("GET", path, None, "")

    def apply(self, path: str, manifest: bytes, owner: str) -> Manifest:
        """Make or change an object by server-side apply; ``manifest`` is YAML."""
        return self._request(
            "PATCH", f"{path}?fieldManager={owner}&force=true", manifest, "application/apply-patch+yaml"
        )

    def delete(self, path: str) -> Manifest:
        """Delete an object."""
        return self._request("DELETE", path, None, "")

    def _request(self, method: str, path: str, content: bytes | None, content_type: str) -> Manifest:
        headers = {"Authorization": f"Bearer {self.token}", "Accept": "application/json"}
        if content is not None:
            headers["Content-Type"] = content_type
        request = urllib.request.Request(self.server + path, content, headers, method=method)  # noqa: S310 - https only
        end = time.monotonic() + self.patience
        while True:
            try:
                with urllib.request.urlopen(request, timeout=15, context=self.trust) as answer:  # noqa: S310
                    found: Manifest = json.load(answer)
                    return found
            except urllib.error.HTTPError as error:
                if not _may_pass(error.code) or time.monotonic() > end:
                    raise Refused(f"{method} {path}: {_sentence(error)}") from error
            except OSError as error:
                if time.monotonic() > end:
                    raise Refused(f"{method} {path}: no answer: {error}") from error
            time.sleep(self.pause)


def of_pod() -> Api:
    """Return the API of the cluster that this pod runs in."""
    trust = ssl.create_default_context(cafile=str(ACCOUNT / "ca.crt"))
    return Api(SERVER, (ACCOUNT / "token").read_text().strip(), trust)


def path_of(plural: str, name: str = "", namespace: str = "") -> str:
    """Return the path of an object or list of our kinds; ``namespace`` is empty for those of the whole cluster."""
    within = f"/namespaces/{namespace}" if namespace else ""
    return f"/apis/{GROUP}{within}/{plural}" + (f"/{name}" if name else "")


def _may_pass(status: int) -> bool:
    # 404: the kind is not served yet; 403: its role was made a moment ago; 409, 429, 5xx: busy
    return status in (403, 404, 409, 429) or status >= 500


def _sentence(error: urllib.error.HTTPError) -> str:
    text = error.read().decode(errors="replace")
    try:
        return str(json.loads(text).get("message", text))
    except ValueError:
        return f"{error.code} {text[:300]}"
