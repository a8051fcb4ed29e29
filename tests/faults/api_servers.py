"""A real Kubernetes API server without nodes, on loopback: etcd, kube-apiserver, and what collects deleted objects."""

import os
import secrets
import ssl
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml

from tests import gateways
from tests.e2e.eventually import eventually

Manifest = dict[str, Any]
BIN = gateways.CACHE / "bin"
CONTROLLERS = "namespace-controller,garbage-collector-controller"
"""What of kube-controller-manager runs: it removes what a deleted namespace or owner leaves."""
_APPLY = "application/apply-patch+yaml"


@dataclass(frozen=True)
class ApiServer:
    """A running API server, seen by its administrator."""

    url: str
    token: str
    authority: Path
    """The certificate that it shows, which signs itself."""
    client: httpx.Client

    def get(self, path: str) -> Manifest | None:
        """Return what a path holds, None when nothing."""
        answer = self.client.get(path)
        if answer.status_code == 404:
            return None
        answer.raise_for_status()
        found: Manifest = answer.json()
        return found

    def items(self, path: str) -> list[Manifest]:
        """Return the objects of a list."""
        return list((self.get(path) or {}).get("items", []))

    def create(self, path: str, manifest: Manifest) -> Manifest:
        """Make an object in the collection at a path."""
        return self._send("POST", path, manifest, "application/json")

    def apply(self, path: str, manifest: Manifest) -> Manifest:
        """Make the object at a path be as the manifest says."""
        return self._send("PATCH", f"{path}?fieldManager=tests&force=true", manifest, _APPLY)

    def patch(self, path: str, patch: Manifest) -> Manifest:
        """Merge a patch into the object at a path."""
        return self._send("PATCH", path, patch, "application/merge-patch+json")

    def delete(self, path: str) -> None:
        """Delete the object at a path; it may be gone already."""
        answer = self.client.delete(path)
        assert answer.status_code in (200, 202, 404), answer.text

    def token_of(self, namespace: str, account: str) -> str:
        """Return a token of a ServiceAccount, as its pod would have one."""
        path = f"/api/v1/namespaces/{namespace}/serviceaccounts/{account}/token"
        asked = {"apiVersion": "authentication.k8s.io/v1", "kind": "TokenRequest", "spec": {"expirationSeconds": 7200}}
        return str(self.create(path, asked)["status"]["token"])

    def _send(self, method: str, path: str, manifest: Manifest, content_type: str) -> Manifest:
        answer = self.client.request(method, path, json=manifest, headers={"Content-Type": content_type})
        assert answer.is_success, f"{method} {path}: {answer.status_code} {answer.text}"
        made: Manifest = answer.json()
        return made


@contextmanager
def serving(folder: Path) -> Iterator[ApiServer]:
    """Serve an empty API server of its own. Fails where nobody has built its programs."""
    missing = [name for name in ("etcd", "kube-apiserver", "kube-controller-manager") if not (BIN / name).exists()]
    if missing:
        pytest.fail(f"no {', '.join(missing)}: `make cluster-tools` builds them")
    ports = [gateways.free_port() for _ in range(3)]
    token = secrets.token_hex(16)
    (folder / "tokens.csv").write_text(f'{token},admin,admin,"system:masters"\n')
    _make_keys(folder)
    with ExitStack() as stack:
        stack.enter_context(_running(folder, "etcd", _etcd(folder, ports[0], ports[1])))
        stack.enter_context(_running(folder, "kube-apiserver", _api_server(folder, ports[0], ports[2])))
        url, authority = f"https://127.0.0.1:{ports[2]}", folder / "certificates/apiserver.crt"
        client = stack.enter_context(_client(folder, url, token, authority))
        path = kubeconfig(folder / "admin.kubeconfig", url, token, authority)
        stack.enter_context(_running(folder, "kube-controller-manager", _controller_manager(path)))
        yield ApiServer(url, token, authority, client)


def kubeconfig(path: Path, server: str, token: str, authority: Path | None = None) -> Path:
    """Write a kubeconfig for the bearer of a token."""
    cluster = {"server": server} | ({"certificate-authority": str(authority)} if authority else {})
    whole = {
        "current-context": "c",
        "contexts": [{"name": "c", "context": {"cluster": "c", "user": "u"}}],
        "clusters": [{"name": "c", "cluster": cluster}],
        "users": [{"name": "u", "user": {"token": token}}],
    }
    path.write_text(yaml.safe_dump(whole))
    return path


def _etcd(folder: Path, client: int, peer: int) -> list[str]:
    return [
        f"--data-dir={folder}/etcd",
        f"--listen-client-urls=http://127.0.0.1:{client}",
        f"--advertise-client-urls=http://127.0.0.1:{client}",
        f"--listen-peer-urls=http://127.0.0.1:{peer}",
        f"--initial-advertise-peer-urls=http://127.0.0.1:{peer}",
        f"--initial-cluster=default=http://127.0.0.1:{peer}",
        "--unsafe-no-fsync",
    ]


def _api_server(folder: Path, etcd: int, port: int) -> list[str]:
    return [
        f"--etcd-servers=http://127.0.0.1:{etcd}",
        "--bind-address=127.0.0.1",
        "--advertise-address=127.0.0.1",
        "--endpoint-reconciler-type=none",
        f"--secure-port={port}",
        f"--cert-dir={folder}/certificates",
        "--service-cluster-ip-range=10.96.0.0/16",
        "--authorization-mode=RBAC",
        f"--token-auth-file={folder}/tokens.csv",
        "--service-account-issuer=https://kubernetes.default.svc",
        f"--service-account-key-file={folder}/accounts.key",
        f"--service-account-signing-key-file={folder}/accounts.key",
    ]


def _controller_manager(path: Path) -> list[str]:
    return [f"--kubeconfig={path}", f"--controllers={CONTROLLERS}", "--leader-elect=false", "--secure-port=0"]


def _make_keys(folder: Path) -> None:
    command = ["openssl", "genrsa", "-out", str(folder / "accounts.key"), "2048"]
    subprocess.run(command, check=True, capture_output=True, timeout=60)


@contextmanager
def _running(folder: Path, program: str, arguments: Sequence[str]) -> Iterator[None]:
    with (folder / f"{program}.log").open("wb") as log:
        command = [str(BIN / program), *arguments]
        process = subprocess.Popen(command, stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=dict(os.environ))
    try:
        yield
    finally:
        process.kill()
        process.wait(20)


@contextmanager
def _client(folder: Path, url: str, token: str, authority: Path) -> Iterator[httpx.Client]:
    """Wait until the API server is ready; gives the administrator's client."""
    context = eventually(lambda: _trusting(authority), "the API server has its certificate")
    headers = {"Authorization": f"Bearer {token}"}
    with httpx.Client(base_url=url, headers=headers, verify=context, timeout=30) as client:
        log = folder / "kube-apiserver.log"
        eventually(lambda: _is_ready(client), f"the API server is ready; its log is {log}")
        yield client


def _trusting(authority: Path) -> ssl.SSLContext | None:
    with suppress(OSError):  # it may be written just now
        return ssl.create_default_context(cafile=str(authority))
    return None


def _is_ready(client: httpx.Client) -> bool:
    try:
        return client.get("/readyz").is_success
    except httpx.HTTPError:
        return False
