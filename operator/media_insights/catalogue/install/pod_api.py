"""The Kubernetes API from inside a pod: the account's own token, one request at a time."""

import json
import ssl
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import yaml

from media_insights.api.v1alpha1.meta import Manifest
from media_insights.errors import Unavailable
from media_insights.kube.refusals import error_of

ACCOUNT = Path("/var/run/secrets/kubernetes.io/serviceaccount")
SERVER = "https://kubernetes.default.svc"
PATIENCE = 60.0
"""Seconds that a kind which was just installed may take until it is served, and an API server until it answers."""
UNMERGEABLE = "failed to create manager for existing fields"
"""What an API server says, with 500, when the stored object does not fit the kind's schema as it is now."""


class _OtherShapeError(Exception):
    """The stored object was written for an earlier schema."""


@dataclass(frozen=True)
class PodApi:
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
        """Make or change an object by server-side apply; ``manifest`` is YAML.

        An object that was stored when the kind had another shape cannot be merged with: its spec is replaced first.
        """
        try:
            return self._apply(path, manifest, owner)
        except _OtherShapeError:
            replaced = [{"op": "replace", "path": "/spec", "value": yaml.safe_load(manifest)["spec"]}]
            self._request("PATCH", path, json.dumps(replaced).encode(), "application/json-patch+json")
            return self._apply(path, manifest, owner)

    def _apply(self, path: str, manifest: bytes, owner: str) -> Manifest:
        applied = f"{path}?fieldManager={owner}&force=true"
        return self._request("PATCH", applied, manifest, "application/apply-patch+yaml")

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
                text = error.read().decode(errors="replace")
                if error.code == 500 and UNMERGEABLE in text:
                    raise _OtherShapeError(text) from error
                if not _may_pass(error.code) or time.monotonic() > end:
                    raise error_of(f"{method} {path}", error.code, text) from error
            except OSError as error:
                if time.monotonic() > end:
                    raise Unavailable(f"{method} {path}: no answer: {error}") from error
            time.sleep(self.pause)


def of_pod() -> PodApi:
    """Return the API of the cluster that this pod runs in."""
    trust = ssl.create_default_context(cafile=str(ACCOUNT / "ca.crt"))
    return PodApi(SERVER, (ACCOUNT / "token").read_text().strip(), trust)


def _may_pass(status: int) -> bool:
    # 404: the kind is not served yet; 403: its role was made a moment ago; 409, 429, 5xx: busy
    return status in (403, 404, 409, 429) or status >= 500
