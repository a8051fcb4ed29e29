from pathlib import Path

from dev.cluster import stop

TABLE = """\
/dev/vda / ext4 rw 0 0
tmpfs /c/run/kubelet/pods/1/volumes/token tmpfs rw 0 0
overlay /c/run/containerd/rootfs overlay rw 0 0
tmpfs /c/run/kubelet/pods/1/volumes/token/sub\\040path tmpfs rw 0 0
tmpfs /c/running tmpfs rw 0 0
tmpfs /c/run tmpfs rw 0 0
"""


def test_only_mounts_below_the_folder_are_ours_and_the_deepest_comes_first() -> None:
    assert stop.mounts_below(Path("/c/run"), TABLE) == [
        "/c/run/kubelet/pods/1/volumes/token/sub path",
        "/c/run/kubelet/pods/1/volumes/token",
        "/c/run/containerd/rootfs",
    ]
