"""etcd, API server, controller manager and scheduler: how they are started."""

import json
from pathlib import Path

from dev.cluster import images, pki, processes, volumes, waiting
from dev.cluster.home import Home
from dev.cluster.kubectl import answers
from dev.cluster.network import Network


def start(home: Home, network: Network) -> None:
    """Start what does not run and wait until the API server says that it is ready."""
    processes.start(home, "etcd", etcd(home), folder=home.bin)
    processes.start(home, "kube-apiserver", api_server(home, network), folder=home.bin)
    waiting.until(
        "the API server is ready",
        lambda: answers(home, "get", "--raw", "/readyz"),
        seconds=90,
        hint=lambda: processes.complaint(home, "kube-apiserver"),
    )
    template = home.run / "recycler.json"
    template.write_text(json.dumps(volumes.recycler(images.BUSYBOX)))
    processes.start(home, "kube-controller-manager", controller_manager(home, network, template), folder=home.bin)
    processes.start(home, "kube-scheduler", scheduler(home), folder=home.bin)


def etcd(home: Home) -> list[str]:
    """Return etcd's arguments: reachable inside the namespace only, and without fsync (its data die with the run)."""
    client, peer = "http://127.0.0.1:2379", "http://127.0.0.1:2380"
    return [
        f"--data-dir={home.run}/etcd",
        f"--listen-client-urls={client}",
        f"--advertise-client-urls={client}",
        f"--listen-peer-urls={peer}",
        f"--initial-advertise-peer-urls={peer}",
        f"--initial-cluster=default={peer}",
        "--unsafe-no-fsync",
    ]


def api_server(home: Home, network: Network) -> list[str]:
    """Return the API server's arguments; its admission plugins are Kubernetes' defaults and NodeRestriction."""
    keys = pki.folder(home)
    front = "X-Remote-"
    return [
        "--etcd-servers=http://127.0.0.1:2379",
        f"--advertise-address={network.node}",
        "--secure-port=6443",
        f"--service-cluster-ip-range={network.services}",
        "--authorization-mode=Node,RBAC",
        "--enable-admission-plugins=NodeRestriction",
        "--allow-privileged=true",
        f"--client-ca-file={keys}/ca.crt",
        f"--tls-cert-file={keys}/apiserver.crt",
        f"--tls-private-key-file={keys}/apiserver.key",
        f"--kubelet-client-certificate={keys}/apiserver-kubelet.crt",
        f"--kubelet-client-key={keys}/apiserver-kubelet.key",
        "--kubelet-preferred-address-types=InternalIP,Hostname",
        "--service-account-issuer=https://kubernetes.default.svc.cluster.local",
        f"--service-account-key-file={keys}/tokens.pub",
        f"--service-account-signing-key-file={keys}/tokens.key",
        f"--requestheader-client-ca-file={keys}/ca.crt",
        "--requestheader-allowed-names=front-proxy-client",
        f"--requestheader-username-headers={front}User",
        f"--requestheader-group-headers={front}Group",
        f"--requestheader-extra-headers-prefix={front}Extra-",
        f"--proxy-client-cert-file={keys}/front-proxy.crt",
        f"--proxy-client-key-file={keys}/front-proxy.key",
    ]


def controller_manager(home: Home, network: Network, recycler: Path) -> list[str]:
    """Return the controller manager's arguments.

    The grace period is long because there is no second node to move to: when the whole machine pauses for a minute,
    the pods shall be there afterwards. ``recycler`` is the pod that empties a released volume.
    """
    keys = pki.folder(home)
    return [
        *_as(home, "kube-controller-manager"),
        f"--service-account-private-key-file={keys}/tokens.key",
        f"--root-ca-file={keys}/ca.crt",
        f"--cluster-signing-cert-file={keys}/ca.crt",
        f"--cluster-signing-key-file={keys}/ca.key",
        "--use-service-account-credentials=true",
        "--allocate-node-cidrs=true",
        f"--cluster-cidr={network.pods}",
        f"--service-cluster-ip-range={network.services}",
        "--node-monitor-grace-period=10m",
        f"--pv-recycler-pod-template-filepath-hostpath={recycler}",
    ]


def scheduler(home: Home) -> list[str]:
    """Return the scheduler's arguments."""
    return _as(home, "kube-scheduler")


def _as(home: Home, user: str) -> list[str]:
    path = pki.kubeconfig_of(home, user)
    return [
        f"--kubeconfig={path}",
        f"--authentication-kubeconfig={path}",
        f"--authorization-kubeconfig={path}",
        "--leader-elect=false",
    ]
