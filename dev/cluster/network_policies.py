"""The cluster's policy engine: watches NetworkPolicies, pods and namespaces, and keeps nftables as they say.

A process of its own inside the cluster's network namespace, ``python3 -m dev.cluster.network_policies``. For this
cluster of one node; the rules are gone with its namespace.
"""

import argparse
import json
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from http.client import HTTPException, HTTPSConnection
from pathlib import Path
from typing import Any

from dev.cluster.policy_rules import Objects, ruleset

PATHS = {
    "policies": "/apis/networking.k8s.io/v1/networkpolicies",
    "pods": "/api/v1/pods",
    "namespaces": "/api/v1/namespaces",
}
_SETTLE = 0.05
"""Seconds in which further changes are waited for: a rollout makes many at once."""
_SILENCE = 300
"""Seconds after which a watch is begun anew."""

Manifest = dict[str, Any]


class Watch:
    """The objects of one kind, as the API server has them."""

    def __init__(self, connect: Callable[[], HTTPSConnection], path: str, changed: threading.Event) -> None:
        self._connect, self._path, self._changed = connect, path, changed
        self._objects: dict[str, Manifest] = {}
        self.listed = threading.Event()

    @property
    def objects(self) -> tuple[Manifest, ...]:
        """All of them."""
        return tuple(self._objects.values())

    def run(self) -> None:
        """List and watch, for ever; what fails is begun anew."""
        while True:
            try:
                self._follow(self._list())
            except (OSError, HTTPException, ValueError, KeyError) as error:
                sys.stderr.write(f"{self._path}: {error!r}; beginning anew\n")
                time.sleep(1)

    def _list(self) -> str:
        connection = self._connect()
        connection.request("GET", self._path)
        found = json.load(connection.getresponse())
        connection.close()
        self._objects = {each["metadata"]["uid"]: each for each in found["items"]}
        self.listed.set()
        self._changed.set()
        return str(found["metadata"]["resourceVersion"])

    def _follow(self, version: str) -> None:
        connection = self._connect()
        connection.request("GET", f"{self._path}?watch=1&resourceVersion={version}&timeoutSeconds={_SILENCE}")
        for line in connection.getresponse():
            event = json.loads(line)
            if event["type"] == "ERROR":
                break
            uid = event["object"]["metadata"]["uid"]
            kept = {key: each for key, each in self._objects.items() if key != uid}
            self._objects = kept if event["type"] == "DELETED" else {**kept, uid: event["object"]}
            self._changed.set()
        connection.close()


def enforce(server: str, keys: Path) -> None:
    """Keep nftables as the cluster's policies say, for ever; raises CalledProcessError for rules that nft refuses."""
    context = ssl.create_default_context(cafile=str(keys / "ca.crt"))
    context.load_cert_chain(keys / "network_policies.crt", keys / "network_policies.key")
    changed = threading.Event()

    def connect() -> HTTPSConnection:
        return HTTPSConnection(server, context=context, timeout=_SILENCE + 30)

    watches = {name: Watch(connect, path, changed) for name, path in PATHS.items()}
    for watch in watches.values():
        threading.Thread(target=watch.run, daemon=True).start()
    for watch in watches.values():
        watch.listed.wait()
    before = ""
    while True:
        changed.wait()
        time.sleep(_SETTLE)
        changed.clear()
        rules = ruleset(Objects(**{name: watch.objects for name, watch in watches.items()}))
        if rules != before:
            subprocess.run(["nft", "-f", "-"], input=rules, text=True, check=True)
            before = rules


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--server", required=True, help="host:port of the API server")
    parser.add_argument("--keys", required=True, type=Path, help="folder of ca.crt and of this program's certificate")
    arguments = parser.parse_args()
    enforce(arguments.server, arguments.keys)
