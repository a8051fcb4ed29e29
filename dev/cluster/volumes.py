"""Persistent volumes without a provisioner: a few folders that claims bind to.

The API server's own reclaim policy ``Recycle`` empties a folder by a pod when its claim is deleted and offers the
volume again. (The in-tree hostPath provisioner would make folders that only root may write, and a provisioner of our
own would be one more program to run.) Sizes are not enforced: all folders share the machine's disk.
"""

from pathlib import Path

from dev.cluster.home import Home

COUNT = 6
"""Volumes in the pool: two installations with an object store, an index and an event stream each."""

SIZE = "20Gi"
CLASS = "local"


def make_folders(home: Home) -> None:
    """Make the folders, writable for every user: hostPath volumes ignore a pod's ``fsGroup``."""
    for name in _names():
        folder = _folder(home, name)
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o777)


def objects(home: Home) -> list[dict[str, object]]:
    """Return the default StorageClass and the pool's PersistentVolumes."""
    storage_class: dict[str, object] = {
        "apiVersion": "storage.k8s.io/v1",
        "kind": "StorageClass",
        "metadata": {"name": CLASS, "annotations": {"storageclass.kubernetes.io/is-default-class": "true"}},
        "provisioner": "kubernetes.io/no-provisioner",
        "volumeBindingMode": "Immediate",
    }
    return [storage_class, *(_volume(name, _folder(home, name)) for name in _names())]


def recycler(image: str) -> dict[str, object]:
    """Return the pod that empties a released volume; the controller manager fills in the volume's path."""
    scrub = 'rm -rf /scrub/* /scrub/.[!.]* /scrub/..?*; test -z "$(ls -A /scrub)"'
    container = {
        "name": "recycler",
        "image": image,
        "imagePullPolicy": "IfNotPresent",
        "command": ["/bin/sh", "-c", scrub],
        "volumeMounts": [{"name": "vol", "mountPath": "/scrub"}],
    }
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"generateName": "recycler-", "namespace": "kube-system"},
        "spec": {
            "restartPolicy": "Never",
            "activeDeadlineSeconds": 60,
            "containers": [container],
            "volumes": [{"name": "vol", "hostPath": {"path": "/filled-in-by-the-controller"}}],
        },
    }


def _volume(name: str, folder: Path) -> dict[str, object]:
    return {
        "apiVersion": "v1",
        "kind": "PersistentVolume",
        "metadata": {"name": name},
        "spec": {
            "storageClassName": CLASS,
            "capacity": {"storage": SIZE},
            "accessModes": ["ReadWriteOnce", "ReadWriteMany"],
            "persistentVolumeReclaimPolicy": "Recycle",
            "hostPath": {"path": str(folder), "type": "Directory"},
        },
    }


def _names() -> list[str]:
    return [f"{CLASS}-{number}" for number in range(COUNT)]


def _folder(home: Home, name: str) -> Path:
    return home.run / "volumes" / name
