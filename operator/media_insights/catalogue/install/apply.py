"""Applies the objects that the chart carries, and removes those that an earlier release carried and this one does not.

A file is named ``<plural>.<name>.yaml`` and holds one object. Helm itself cannot make them: it looks up all kinds
before it makes the first object, and ours come with the same release.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from media_insights.catalogue.install.pod_api import Api, path_of

OWNER = "media-insights-chart"
"""Field manager: what an administrator adds to a catalogue entry under another name stays."""
PLURALS = ("mediaoperators", "mediaworkflows")
CLUSTER_WIDE = frozenset({"mediaoperators"})


@dataclass(frozen=True, order=True)
class Entry:
    """One object of the catalogue, by its place in the API."""

    plural: str
    name: str

    def path(self, namespace: str) -> str:
        """Return its path, in the installation's namespace unless the kind has none."""
        return path_of(self.plural, self.name, "" if self.plural in CLUSTER_WIDE else namespace)


def entries(folder: Path) -> dict[Entry, bytes]:
    """Return the objects in a mounted ConfigMap. Raises ValueError for a file that is not named as it should be."""
    return {_entry(path): path.read_bytes() for path in sorted(folder.glob("*.yaml"))}


def apply(api: Api, folder: Path, release: str, namespace: str) -> Iterator[str]:
    """Bring the cluster's catalogue to what the folder says; yields a line for each object."""
    wanted = entries(folder)
    for entry, manifest in wanted.items():
        api.apply(entry.path(namespace), manifest, OWNER)
        yield f"applied {entry.plural}/{entry.name}"
    for entry in _present(api, release, namespace):
        if entry not in wanted:
            api.delete(entry.path(namespace))
            yield f"removed {entry.plural}/{entry.name}: no longer part of the release"


def _present(api: Api, release: str, namespace: str) -> Iterable[Entry]:
    selector = f"app.kubernetes.io%2Finstance%3D{release}%2Capp.kubernetes.io%2Fcomponent%3Dcatalogue"
    for plural in PLURALS:
        place = path_of(plural, namespace="" if plural in CLUSTER_WIDE else namespace)
        for item in api.get(f"{place}?labelSelector={selector}")["items"]:
            yield Entry(plural, item["metadata"]["name"])


def _entry(path: Path) -> Entry:
    plural, _, name = path.name.removesuffix(".yaml").partition(".")
    if plural not in PLURALS or not name:
        raise ValueError(f"{path.name}: a file of the catalogue is named <{'|'.join(PLURALS)}>.<name>.yaml")
    return Entry(plural, name)
