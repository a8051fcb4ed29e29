"""Keys, certificates and kubeconfigs of one cluster; they live and die with it."""

import base64
import json
import shutil
from collections.abc import Mapping
from pathlib import Path

from dev.cluster import command
from dev.cluster.home import Home
from dev.cluster.network import Network

CONTEXT = "media-insights-local"
"""The name of the kubeconfig's context; tests refuse to run against any other."""

DAYS = "365"

_CLIENTS = {
    "admin": "/O=system:masters/CN=media-insights-admin",
    "kube-controller-manager": "/CN=system:kube-controller-manager",
    "kube-scheduler": "/CN=system:kube-scheduler",
    "kube-proxy": "/CN=system:kube-proxy",
    "coredns": "/CN=system:coredns",
    "network_policies": "/CN=system:network-policies",
    "apiserver-kubelet": "/O=system:masters/CN=kube-apiserver-kubelet-client",
    "front-proxy": "/CN=front-proxy-client",
}
"""Who proves who they are by a certificate; Kubernetes reads the user from CN and the groups from O."""


def folder(home: Home) -> Path:
    """Return where keys and certificates lie."""
    return home.run / "pki"


def kubeconfig_of(home: Home, user: str) -> Path:
    """Return the path of a program's kubeconfig."""
    return folder(home) / f"{user}.kubeconfig"


def ensure(home: Home, network: Network, node: str) -> None:
    """Make all keys, certificates and kubeconfigs that are not there."""
    keys = folder(home)
    if not (home.kubeconfig.exists() and (keys / "complete").exists()):
        _make_anew(keys, network)
    clients = {**_CLIENTS, "kubelet": f"/O=system:nodes/CN=system:node:{node}"}
    for name, subject in clients.items():
        if not kubeconfig_of(home, name).exists():
            _certificate(keys, name, subject, "extendedKeyUsage=clientAuth")
            _write_kubeconfig(kubeconfig_of(home, name), keys, name, network)
    _write_kubeconfig(home.kubeconfig, keys, "admin", network)
    (keys / "complete").touch()


def kubeconfig(server: str, material: Mapping[str, str]) -> dict[str, object]:
    """Return a kubeconfig whose keys are embedded; ``material`` holds authority, certificate and key as base64."""
    cluster = {"server": server, "certificate-authority-data": material["authority"]}
    user = {"client-certificate-data": material["certificate"], "client-key-data": material["key"]}
    return {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [{"name": CONTEXT, "cluster": cluster}],
        "users": [{"name": CONTEXT, "user": user}],
        "contexts": [{"name": CONTEXT, "context": {"cluster": CONTEXT, "user": CONTEXT}}],
        "current-context": CONTEXT,
    }


def _names_of(network: Network) -> str:
    service = "kubernetes.default.svc"
    hosts = ["localhost", "kubernetes", "kubernetes.default", service, f"{service}.cluster.local"]
    addresses = ["127.0.0.1", network.node, network.api_service]
    return ",".join([*(f"DNS:{name}" for name in hosts), *(f"IP:{address}" for address in addresses)])


def _make_anew(keys: Path, network: Network) -> None:
    """Make what all else hangs on; what an earlier authority signed is removed."""
    shutil.rmtree(keys, ignore_errors=True)
    keys.mkdir(parents=True)
    keys.chmod(0o700)
    _authority(keys)
    _certificate(keys, "apiserver", "/CN=kube-apiserver", f"subjectAltName={_names_of(network)}")
    command.run(["openssl", "genrsa", "-out", keys / "tokens.key", "2048"])
    command.run(["openssl", "rsa", "-in", keys / "tokens.key", "-pubout", "-out", keys / "tokens.pub"])


def _authority(keys: Path) -> None:
    words = ["-subj", "/CN=media-insights-cluster", "-keyout", keys / "ca.key", "-out", keys / "ca.crt"]
    command.run([*_new_certificate(), *words])


def _certificate(keys: Path, name: str, subject: str, extension: str) -> None:
    signed = ["-CA", keys / "ca.crt", "-CAkey", keys / "ca.key", "-subj", subject]
    out = ["-keyout", keys / f"{name}.key", "-out", keys / f"{name}.crt"]
    extensions = ["-addext", extension, "-addext", "basicConstraints=critical,CA:FALSE"]
    command.run([*_new_certificate(), *signed, *extensions, *out])


def _new_certificate() -> list[object]:
    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-noenc"]
    return ["openssl", "req", "-x509", *key, "-days", DAYS]


def _write_kubeconfig(path: Path, keys: Path, user: str, network: Network) -> None:
    files = {"authority": "ca.crt", "certificate": f"{user}.crt", "key": f"{user}.key"}
    material = {part: base64.b64encode((keys / name).read_bytes()).decode() for part, name in files.items()}
    path.touch(mode=0o600)
    path.write_text(json.dumps(kubeconfig(f"https://{network.node}:6443", material), indent=1))
