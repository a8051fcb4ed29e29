from pathlib import Path

import pytest

from dev.cluster import processes

RUN = Path("/c/cluster/run")


@pytest.mark.parametrize(
    ("line", "program"),
    [
        ("/c/bin/etcd --data-dir=/c/cluster/run/etcd", "etcd"),
        ("containerd --config /c/cluster/run/containerd.toml", "containerd"),
        ("/usr/bin/containerd-shim-runc-v2 -namespace k8s.io -address /c/cluster/run/containerd.sock", processes.SHIM),
        ("/usr/bin/python3 -B -m dev.cluster.network_policies --keys=/c/cluster/run/pki", "network_policies"),
        ("/usr/bin/python3 -B -m dev.cluster.network_policies --keys=/d/cluster/run/pki", None),
        ("/usr/bin/python3 -B -m dev.cluster up /c/cluster/run/x", None),
        ("/usr/bin/python3 -m", None),
        ("/usr/bin/containerd", None),
        ("/usr/bin/containerd --config /etc/containerd/config.toml", None),
        ("/usr/bin/etcd --data-dir=/d/cluster/run/etcd", None),
        ("/usr/bin/etcd --data-dir=/c/cluster/running/etcd", None),
        ("vi /c/cluster/run/kubelet.json", None),
        ("", None),
    ],
)
def test_a_process_is_ours_when_program_and_folder_both_are(line: str, program: str | None) -> None:
    assert processes.program_of(line.split(), RUN) == program
