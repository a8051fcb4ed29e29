"""Building what is missing: bases first, each image once, named by its fingerprint."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from dev.cluster.errors import ClusterError
from dev.cluster.progress import say
from dev.images import budgets, contexts, declarations, fingerprints, image_specs, provenance, requirements, rootfs
from dev.images.budgets import Size
from dev.images.engines import Engine
from dev.images.image_specs import ImageSpec
from dev.images.layout import Layout
from dev.images.places import Places
from dev.images.provenance import Maker
from dev.images.push_registry import serve_registry
from dev.images.requirements import Pin

PREFIX = "localhost/media-insights"
"""Registry and project of local images; no registry answers to localhost, so nothing is ever pulled by mistake."""


@dataclass
class Build:
    """One run of the builder. ``accelerator`` is ``cpu`` or ``cuda``; ``base`` an image to stand on, or empty."""

    places: Places
    engine: Engine
    accelerator: str = "cpu"
    base: str = ""
    _beneath: dict[str, ImageSpec] = field(init=False)
    _pins: dict[str, list[Pin]] = field(init=False, default_factory=dict)
    _there: set[str] = field(init=False)
    _built: set[str] = field(init=False, default_factory=set)
    _used: set[str] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        """Look once at what there is."""
        self._beneath = image_specs.beneath(self.places)
        self._there = self.engine.images()

    def all(self, wanted: Iterable[ImageSpec]) -> tuple[dict[str, str], list[str]]:
        """Return each image reference by the image's name, and a sentence for each that could not be built.

        One broken image keeps none of the others from being built and delivered.
        """
        names: dict[str, str] = {}
        complaints = []
        for spec in wanted:
            try:
                names[spec.name] = self._image(spec)
            except (ClusterError, OSError) as error:
                complaints.append(f"{spec.name}: {error}")
        return names, complaints

    @property
    def is_cuda(self) -> bool:
        """Tell whether images bring the libraries of GPUs."""
        return self.accelerator == "cuda"

    def record(self, reference: str, spec: ImageSpec, digest: str) -> None:
        """Write what an image was made from; ``digest``: of its manifest, where it was brought to."""
        maker = Maker(self.engine.program, {"accelerator": self.accelerator, "base": self._ground(spec)})
        source = provenance.source_of(spec.project or spec.dockerfile.parent)
        statement = provenance.statement_of(spec, reference, digest, source, maker)
        provenance.write(statement, self.places.provenance)

    def sizes(self, names: Mapping[str, str], wanted: Iterable[ImageSpec]) -> list[Size]:
        """Return how large those images are that were built by name, now that all are there."""
        measured = self.engine.sizes()
        return [
            Size(
                name=spec.name,
                base=spec.base,
                total=measured[names[spec.name]],
                shared=measured.get(self._ground(spec), 0.0),
                budget=budgets.budget_of(spec.base, declarations.of(spec.project).megabytes),
            )
            for spec in wanted
            if names.get(spec.name) in measured
        ]

    def clear(self) -> None:
        """Remove older versions of the images that this run built: each would keep its layers on the disk."""
        repositories = {_repository(name) for name in self._built}
        old = {name for name in self._there if _repository(name) in repositories} - self._used - {self.base}
        self.engine.remove(sorted(old))
        self._there -= old

    def _image(self, spec: ImageSpec) -> str:
        return self._image_on(spec, self._ground(spec))

    def _ground(self, spec: ImageSpec) -> str:
        """Return the reference of what an image stands on: its base, or the last of the layers between."""
        ground = self._base(spec.base)
        for layer in spec.layers:
            ground = self._image_on(layer, ground)
        return ground

    def _image_on(self, spec: ImageSpec, base: str) -> str:
        arguments = {"BASE": base, "ACCELERATOR": self.accelerator}
        name = f"{PREFIX}/{spec.name}:{fingerprints.of(spec, base, arguments)}"
        if name not in self._there:
            self._make(spec, name, arguments)
            self._there.add(name)
            self._built.add(name)
        self._used.add(name)
        return name

    def _make(self, spec: ImageSpec, name: str, arguments: dict[str, str]) -> None:
        started = time.monotonic()
        pins = requirements.beyond(self._locked(spec), self._held(spec.base))
        context = contexts.assemble(spec, pins, self.places.contexts / spec.name)
        self.engine.build(name, context, arguments)
        say(f"built {spec.name} in {time.monotonic() - started:.1f} s")

    def _base(self, name: str) -> str:
        if name in self._beneath:
            return self._image(self._based(name))
        return self.base or self._root() if name == image_specs.ROOT else name

    def _based(self, name: str) -> ImageSpec:
        spec = self._beneath[name]
        return spec if name == image_specs.CONTROLLER else replace(spec, name=f"base-{name}")

    def _root(self) -> str:
        """Return the image under all bases: an official one where the builder gets it, otherwise our own Debian."""
        name = f"{PREFIX}/base-{image_specs.ROOT}:{rootfs.fingerprint()}"
        if name in self._there:
            self.base = name
        elif self.engine.program != "buildah" and self.engine.pull(rootfs.official()):
            self.base = rootfs.official()
        else:
            self.engine.build(name, rootfs.context(self.places.images / "debian"), {})
            self._built.add(name)
            self.base = name
        return self.base

    def _held(self, base: str) -> list[Pin]:
        if base not in self._beneath:
            return []
        spec = self._beneath[base]
        return self._locked(spec) + self._held(spec.base)

    def _locked(self, spec: ImageSpec) -> list[Pin]:
        key = f"{spec.project} {spec.extras}"
        if key not in self._pins:
            self._pins[key] = requirements.locked(spec, self.accelerator)
        return self._pins[key]


def _repository(name: str) -> str:
    return name.rpartition(":")[0]


def export(engine: Engine, layout: Layout, names: Iterable[str]) -> list[str]:
    """Copy images out of the builder into the layout, and return which were not there."""
    missing = [name for name in names if not layout.has(name)]
    if not missing:
        return []
    with serve_registry(layout, PREFIX) as address:
        for name in missing:
            engine.export(name, name.replace(PREFIX, address))
    return missing
