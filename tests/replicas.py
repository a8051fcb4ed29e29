"""Replicas of a cluster's HTTP API as processes of their own, which tests may kill: one API server, one real S3."""

import os
import pickle
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import yaml

from media_insights.domain.store_address import StoreAddress
from media_insights.settings.api import ApiSettings
from media_insights.storage.s3 import s3_store_of
from media_insights.storage.s3_access import S3Access
from media_insights.storage.store import Store
from tests import gateways
from tests.unit.controller.fake_api import FakeApi
from tests.unit.kube.conftest import kubeconfig

TOKEN = "admin"
_SCRIPT = (
    "import pickle, sys\n"
    "from media_insights.cli.cluster.api_process import run_api\n"
    "sys.exit(run_api(pickle.load(sys.stdin.buffer)))\n"
)


@dataclass
class Installation:
    """What all replicas share."""

    api: FakeApi
    settings: ApiSettings

    @property
    def store(self) -> Store:
        return s3_store_of(self.settings.store)

    @contextmanager
    def replica(self) -> Iterator[tuple[httpx.Client, subprocess.Popen[bytes]]]:
        """Run one more; gives a client of it and the process, which is killed at the end."""
        ports = {name: gateways.free_port() for name in ("port", "health_port", "metrics_port")}
        environment = {**os.environ, "KUBECONFIG": self.settings.kubeconfig}
        process = subprocess.Popen([sys.executable, "-c", _SCRIPT], stdin=subprocess.PIPE, env=environment)
        assert process.stdin
        process.stdin.write(pickle.dumps(replace(self.settings, **ports)))  # type: ignore[arg-type]
        process.stdin.close()
        headers = {"Authorization": f"Bearer {TOKEN}"}
        try:
            _await_ready(process, f"http://127.0.0.1:{ports['health_port']}/readyz")
            with httpx.Client(base_url=f"http://127.0.0.1:{ports['port']}", headers=headers, timeout=120) as client:
                yield client, process
        finally:
            process.kill()
            process.wait(20)


@contextmanager
def installed(folder: Path) -> Iterator[Installation]:
    """Run the API server and the store. Skips where nobody has built the store."""
    api = FakeApi()
    api.review = _everything_is_allowed
    api.put("namespaces", {"metadata": {"name": "n", "labels": {"mediainsights.dev/enabled": "true"}}})
    (folder / "s3").mkdir()
    with gateways.serving(folder / "s3") as endpoint, api.served() as address:
        path = folder / "kubeconfig"
        path.write_text(yaml.safe_dump(kubeconfig(address)))
        store = S3Access(
            address=StoreAddress.of(endpoint, bucket="media"),
            access_key=gateways.ACCESS_KEY,
            secret_key=gateways.SECRET_KEY,
        )
        s3_store_of(store).ensure_bucket()
        settings = ApiSettings(
            namespace="system", store=store, key=b"k" * 32, limits_config_map="limits", kubeconfig=str(path)
        )
        yield Installation(api, settings)


def _everything_is_allowed(plural: str, _: Mapping[str, Any]) -> dict[str, Any]:
    if plural == "tokenreviews":
        return {"authenticated": True, "user": {"username": TOKEN}}
    return {"allowed": True}


def _await_ready(process: subprocess.Popen[bytes], url: str) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        assert process.poll() is None, f"the API ended with {process.returncode}"
        try:
            if httpx.get(url, timeout=10).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise AssertionError("the API does not become ready")
