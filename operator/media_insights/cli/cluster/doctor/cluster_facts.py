"""Facts about an installation: everything that the checks read, as one value."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from media_insights.api.v1alpha1.meta import Manifest


@dataclass(frozen=True, slots=True)
class Sighting:
    """The objects of one kind, or why they could not be seen."""

    objects: tuple[Manifest, ...] = ()
    obstacle: str = ""
    """A sentence; empty when they were seen."""
    is_served: bool = True
    """Whether the API server knows the kind."""
    scope: str = ""
    """The only namespace that could be seen; empty: all of them."""

    def named(self, name: str, namespace: str = "") -> Manifest | None:
        """Return the object of a name, or None."""
        return next(
            (
                each
                for each in self.objects
                if each["metadata"]["name"] == name and each["metadata"].get("namespace", "") == namespace
            ),
            None,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterFacts:
    """What was seen of a cluster."""

    version: str
    """Of the program that asks."""
    now: datetime
    home: str = ""
    """The installation's namespace; empty when there is no installation."""
    kinds: Sighting = Sighting()
    """Definitions of our kinds and of Argo's workflows."""
    deployments: Sighting = Sighting()
    """Controller and API."""
    pods: Sighting = Sighting()
    """Of the installation."""
    leases: Sighting = Sighting()
    argo: Sighting = Sighting()
    """Deployments of Argo's controller."""
    policies: Sighting = Sighting()
    bindings: Sighting = Sighting()
    namespaces: Sighting = Sighting()
    prepared: Sighting = Sighting()
    """What enabled namespaces were given, all kinds together."""
    config_maps: Sighting = Sighting()
    """Of the installation: limits and catalogue."""
    operators: Sighting = Sighting()
    workflows: Sighting = Sighting()
    assets: Sighting = Sighting()
    """Those with a condition that is not well, or that are being deleted."""
    executions: Sighting = Sighting()
    """Those that have not ended."""
    batches: Sighting = Sighting()
    """Those that have not ended, or have a condition that is not well."""
    sources: Sighting = Sighting()
    samples: Mapping[str, float] = field(default_factory=dict)
    """Metric → value of the leading controller, for metrics without labels."""
    samples_obstacle: str = ""
    """Why its metrics could not be read."""


def labels_of(manifest: Manifest) -> dict[str, str]:
    """Return an object's labels."""
    return manifest["metadata"].get("labels") or {}


def title_of(manifest: Manifest) -> str:
    """Return ``namespace/name``, or the name of what has no namespace."""
    meta = manifest["metadata"]
    return f"{meta['namespace']}/{meta['name']}" if meta.get("namespace") else str(meta["name"])


def conditions_of(manifest: Manifest) -> Iterator[Manifest]:
    """Yield the conditions of an object, whoever wrote them."""
    status = manifest.get("status")
    found = status.get("conditions") if isinstance(status, dict) else None
    yield from (each for each in found or () if isinstance(each, dict))


def condition_named(manifest: Manifest, type_: str) -> Manifest:
    """Return the condition of a type, or an empty one."""
    return next((each for each in conditions_of(manifest) if each.get("type") == type_), {})
