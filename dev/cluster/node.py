"""The node's own programs: kubelet, kube-proxy, the cluster's DNS and its policy engine."""

import json

from dev.cluster import cgroups, command, kubectl, pki, policy_rules, processes, volumes, waiting
from dev.cluster.home import Home
from dev.cluster.network import Network, inside

NAME = "media-insights"
"""The node's name; it stays the same, so that a label or a patched resource can be written down."""


def start(home: Home, network: Network) -> None:
    """Start what does not run and wait until the node is Ready."""
    cgroups.ensure()
    _write_files(home, network)
    kubectl.apply(home, rules())
    processes.start(home, "coredns", ["-conf", home.run / "Corefile"], folder=home.bin)
    processes.start(home, "kubelet", kubelet_arguments(home, network), folder=home.bin)
    processes.start(home, "kube-proxy", kube_proxy_arguments(home, network), folder=home.bin)
    keys = pki.folder(home)
    processes.start(home, "network_policies", [f"--server={network.node}:6443", f"--keys={keys}"])
    ready = ".status.conditions[?(@.type=='Ready')].status"
    waiting.until(
        "NetworkPolicies are enforced",
        lambda: command.succeeds(inside(["nft", "list", "table", "ip", policy_rules.TABLE])),
        seconds=30,
        hint=lambda: processes.complaint(home, "network_policies"),
    )
    waiting.until(
        "the node is Ready",
        lambda: kubectl.value(home, "node", NAME, path=ready) == "True",
        seconds=90,
        hint=lambda: processes.complaint(home, "kubelet"),
    )


def kubelet(home: Home, network: Network) -> dict[str, object]:
    """Return the kubelet's configuration.

    Evictions begin only when the machine is nearly full, unused images are never removed (they cannot be pulled
    again), and nothing needs a lowered oom_score_adj or a raised file limit, which containers may not have.
    """
    return {
        "apiVersion": "kubelet.config.k8s.io/v1beta1",
        "kind": "KubeletConfiguration",
        "failCgroupV1": False,
        "cgroupDriver": "cgroupfs",
        "cgroupRoot": f"/{cgroups.NAME}",
        "failSwapOn": False,
        "containerRuntimeEndpoint": f"unix://{home.socket}",
        "authentication": {
            "anonymous": {"enabled": False},
            "webhook": {"enabled": True},
            "x509": {"clientCAFile": f"{pki.folder(home)}/ca.crt"},
        },
        "authorization": {"mode": "Webhook"},
        "clusterDomain": "cluster.local",
        "clusterDNS": [network.node],
        "resolvConf": f"{home.run}/resolv.conf",
        "podLogsDir": f"{home.run}/pods",
        "volumePluginDir": f"{home.run}/kubelet/plugins-exec",
        "oomScoreAdj": 0,
        "maxOpenFiles": 20000,
        "maxPods": 110,
        "serializeImagePulls": False,
        "imageGCHighThresholdPercent": 100,
        "evictionHard": {
            "memory.available": "200Mi",
            "nodefs.available": "1Gi",
            "nodefs.inodesFree": "1%",
            "imagefs.available": "1Gi",
        },
        # a device patched into the node's capacity becomes allocatable within 2 s (default 10 s)
        "nodeStatusUpdateFrequency": "2s",
        "nodeStatusReportFrequency": "5m",
        "registryPullQPS": 0,
        "eventRecordQPS": 0,
        "kubeAPIQPS": 100,
        "kubeAPIBurst": 200,
    }


def kubelet_arguments(home: Home, network: Network) -> list[str]:
    """Return the kubelet's arguments."""
    return [
        f"--config={home.run}/kubelet.json",
        f"--kubeconfig={pki.kubeconfig_of(home, 'kubelet')}",
        f"--hostname-override={NAME}",
        f"--node-ip={network.node}",
        f"--root-dir={home.run}/kubelet",
        f"--cert-dir={home.run}/kubelet/pki",
    ]


def kube_proxy_arguments(home: Home, network: Network) -> list[str]:
    """Return kube-proxy's arguments; connection tracking is the host's, so it sets none of its limits."""
    return [
        f"--kubeconfig={pki.kubeconfig_of(home, 'kube-proxy')}",
        f"--hostname-override={NAME}",
        "--proxy-mode=iptables",
        f"--cluster-cidr={network.pods}",
        "--oom-score-adj=0",
        "--conntrack-max-per-core=0",
        "--conntrack-tcp-timeout-established=0s",
        "--conntrack-tcp-timeout-close-wait=0s",
    ]


def corefile(home: Home, network: Network) -> str:
    """Return CoreDNS' configuration: the cluster's names, and NXDOMAIN at once for all others.

    The others stand in a server block of their own, because ``template`` runs before ``kubernetes`` in whatever
    order they are written.
    """
    credentials = pki.kubeconfig_of(home, "coredns")
    return f"""\
cluster.local in-addr.arpa {{
  bind {network.node}
  errors
  kubernetes {{
    kubeconfig {credentials} {pki.CONTEXT}
    pods insecure
    ttl 5
  }}
}}
. {{
  bind {network.node}
  template ANY ANY {{
    rcode NXDOMAIN
  }}
}}
"""


def cni(home: Home, network: Network) -> dict[str, object]:
    """Return the pods' network: one bridge in the cluster's namespace, addresses from the node's range."""
    bridge = {
        "type": "bridge",
        "bridge": "cni0",
        "isGateway": True,
        "ipMasq": False,
        "hairpinMode": True,
        "ipam": {
            "type": "host-local",
            "dataDir": f"{home.run}/cni-addresses",
            "ranges": [[{"subnet": network.pods_of_node}]],
            "routes": [{"dst": "0.0.0.0/0"}],
        },
    }
    ports = {"type": "portmap", "capabilities": {"portMappings": True}}
    return {"cniVersion": "0.4.0", "name": cgroups.NAME, "plugins": [bridge, ports]}


def rules() -> list[dict[str, object]]:
    """Return what CoreDNS, kube-proxy and the policy engine may read."""
    group = "rbac.authorization.k8s.io"
    read = {"verbs": ["list", "watch"]}
    dns: dict[str, object] = {
        "apiVersion": f"{group}/v1",
        "kind": "ClusterRole",
        "metadata": {"name": "system:coredns"},
        "rules": [
            {"apiGroups": [""], "resources": ["services", "pods", "namespaces", "endpoints"], **read},
            {"apiGroups": ["discovery.k8s.io"], "resources": ["endpointslices"], **read},
        ],
    }
    policies: dict[str, object] = {
        "apiVersion": f"{group}/v1",
        "kind": "ClusterRole",
        "metadata": {"name": "system:network-policies"},
        "rules": [
            {"apiGroups": [""], "resources": ["pods", "namespaces"], **read},
            {"apiGroups": ["networking.k8s.io"], "resources": ["networkpolicies"], **read},
        ],
    }
    bindings = {
        "system:coredns": "system:coredns",
        "system:node-proxier": "system:kube-proxy",
        "system:network-policies": "system:network-policies",
    }
    return [dns, policies, *(_binding(group, role, user) for role, user in bindings.items())]


def _binding(group: str, role: str, user: str) -> dict[str, object]:
    return {
        "apiVersion": f"{group}/v1",
        "kind": "ClusterRoleBinding",
        "metadata": {"name": f"media-insights:{user.removeprefix('system:')}"},
        "roleRef": {"apiGroup": group, "kind": "ClusterRole", "name": role},
        "subjects": [{"apiGroup": group, "kind": "User", "name": user}],
    }


def _write_files(home: Home, network: Network) -> None:
    for folder in ("cni", "kubelet", "pods"):
        (home.run / folder).mkdir(parents=True, exist_ok=True)
    (home.run / "resolv.conf").touch()
    (home.run / "Corefile").write_text(corefile(home, network))
    (home.run / "kubelet.json").write_text(json.dumps(kubelet(home, network), indent=1))
    (home.run / "cni" / "10-bridge.conflist").write_text(json.dumps(cni(home, network), indent=1))
    volumes.make_folders(home)
