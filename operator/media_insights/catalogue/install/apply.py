"""Applies the objects that the chart carries, and removes those that an earlier release carried and this one does not.

A file is named ``<plural>.<name>.yaml`` and holds one object. Helm itself cannot make them: it looks up all kinds
before it makes the first object, and ours come with the same release.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from media_insights.catalogue.install.pod_api import PodApi
from media_insights.errors import Rejected
from media_insights.kube.resources import OPERATORS, WORKFLOWS, Resource

OWNER = "media-insights-chart"
"""Field manager: what an administrator adds to a catalogue entry under another name stays."""
RESOURCES = {each.plural: each for each in (WORKFLOWS, OPERATORS)}
"""Those that name others come first: they are removed first, too."""


@dataclass(frozen=True)
class CatalogueEntry:
    """One object of the catalogue, by its place in the API."""

    resource: Resource
    name: str

    def path(self, namespace: str) -> str:
        """Return its path, in the installation's namespace unless the kind has none."""
        return self.resource.path(namespace, self.name)

    def __str__(self) -> str:
        """Name it as kubectl does."""
        return f"{self.resource.plural}/{self.name}"


def entries(folder: Path) -> dict[CatalogueEntry, bytes]:
    """Return the objects in a mounted ConfigMap. Raises ValueError for a file that is not named as it should be."""
    return {_entry(path): path.read_bytes() for path in sorted(folder.glob("*.yaml"))}


def apply(api: PodApi, folder: Path, release: str, namespace: str) -> Iterator[str]:
    """Bring the cluster's catalogue to what the folder says; yields a line for each object.

    What is in use stays, although it left the release: a line says what needs it, and a later release removes it.
    """
    wanted = entries(folder)
    for entry, manifest in wanted.items():
        api.apply(entry.path(namespace), manifest, OWNER)
        yield f"applied {entry}"
    for entry in _present(api, release, namespace):
        if entry not in wanted:
            yield _remove(api, entry, namespace)


def _remove(api: PodApi, entry: CatalogueEntry, namespace: str) -> str:
    try:
        api.delete(entry.path(namespace))
    except Rejected as error:
        return (
            f"kept {entry}, which is no longer part of the release: {error.refusal.message if error.refusal else error}"
        )
    return f"removed {entry}: no longer part of the release"


def _present(api: PodApi, release: str, namespace: str) -> Iterable[CatalogueEntry]:
    selector = f"app.kubernetes.io%2Finstance%3D{release}%2Capp.kubernetes.io%2Fcomponent%3Dcatalogue"
    for resource in RESOURCES.values():
        for item in api.get(f"{resource.path(namespace)}?labelSelector={selector}")["items"]:
            yield CatalogueEntry(resource, item["metadata"]["name"])


def _entry(path: Path) -> CatalogueEntry:
    plural, _, name = path.name.removesuffix(".yaml").partition(".")
    if plural not in RESOURCES or not name:
        raise ValueError(f"{path.name}: a file of the catalogue is named <{'|'.join(RESOURCES)}>.<name>.yaml")
    return CatalogueEntry(RESOURCES[plural], name)
