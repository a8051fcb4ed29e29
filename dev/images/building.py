"""Building what is missing: bases first, each image once, named by its fingerprint."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from dev.cluster.errors import ClusterError
from dev.cluster.progress import say
from dev.images import budgets, contexts, declarations, fingerprints, recipes, requirements, rootfs
from dev.images.budgets import Size
from dev.images.engines import Engine
from dev.images.layout import Layout
from dev.images.places import Places
from dev.images.receiver import receiving
from dev.images.recipes import Recipe
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
    _bases: dict[str, Recipe] = field(init=False)
    _pins: dict[str, list[Pin]] = field(init=False, default_factory=dict)
    _there: set[str] = field(init=False)
    _built: set[str] = field(init=False, default_factory=set)
    _used: set[str] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        """Look once at what there is."""
        self._bases = recipes.bases(self.places)
        self._there = self.engine.images()

    def all(self, wanted: Iterable[Recipe]) -> tuple[dict[str, str], list[str]]:
        """Return each recipe's image name by the recipe's name, and a sentence for each that could not be built.

        One broken image keeps none of the others from being built and delivered.
        """
        names: dict[str, str] = {}
        complaints = []
        for recipe in wanted:
            try:
                names[recipe.name] = self._image(recipe)
            except (ClusterError, OSError) as error:
                complaints.append(f"{recipe.name}: {error}")
        return names, complaints

    @property
    def is_cuda(self) -> bool:
        """Tell whether images bring the libraries of GPUs."""
        return self.accelerator == "cuda"

    def sizes(self, names: Mapping[str, str], wanted: Iterable[Recipe]) -> list[Size]:
        """Return how large those images are that were built by name, now that all are there."""
        measured = self.engine.sizes()
        return [
            Size(
                name=recipe.name,
                base=recipe.base,
                total=measured[names[recipe.name]],
                shared=measured.get(self._base(recipe.base), 0.0),
                budget=budgets.budget_of(recipe.base, declarations.of(recipe.project).megabytes),
            )
            for recipe in wanted
            if names.get(recipe.name) in measured
        ]

    def clear(self) -> None:
        """Remove older versions of the images that this run built: each would keep its layers on the disk."""
        repositories = {_repository(name) for name in self._built}
        old = {name for name in self._there if _repository(name) in repositories} - self._used - {self.base}
        self.engine.remove(sorted(old))
        self._there -= old

    def _image(self, recipe: Recipe) -> str:
        base = self._base(recipe.base)
        arguments = {"BASE": base, "ACCELERATOR": self.accelerator}
        name = f"{PREFIX}/{recipe.name}:{fingerprints.of(recipe, base, arguments)}"
        if name not in self._there:
            self._make(recipe, name, arguments)
            self._there.add(name)
            self._built.add(name)
        self._used.add(name)
        return name

    def _make(self, recipe: Recipe, name: str, arguments: dict[str, str]) -> None:
        started = time.monotonic()
        pins = requirements.beyond(self._locked(recipe), self._held(recipe.base))
        context = contexts.assemble(recipe, pins, self.places.contexts / recipe.name)
        self.engine.build(name, context, arguments)
        say(f"built {recipe.name} in {time.monotonic() - started:.1f} s")

    def _base(self, name: str) -> str:
        if name in self._bases:
            return self._image(self._based(name))
        return self.base or self._root() if name == recipes.ROOT else name

    def _based(self, name: str) -> Recipe:
        recipe = self._bases[name]
        return replace(recipe, name=f"base-{name}")

    def _root(self) -> str:
        """Return the image under all bases: an official one where the builder gets it, otherwise our own Debian."""
        name = f"{PREFIX}/base-{recipes.ROOT}:{rootfs.fingerprint()}"
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
        if base not in self._bases:
            return []
        recipe = self._bases[base]
        return self._locked(recipe) + self._held(recipe.base)

    def _locked(self, recipe: Recipe) -> list[Pin]:
        key = str(recipe.project)
        if key not in self._pins:
            self._pins[key] = requirements.locked(recipe, self.accelerator)
        return self._pins[key]


def _repository(name: str) -> str:
    return name.rpartition(":")[0]


def export(engine: Engine, layout: Layout, names: Iterable[str]) -> list[str]:
    """Copy images out of the builder into the layout, and return which were not there."""
    missing = [name for name in names if not layout.has(name)]
    if not missing:
        return []
    with receiving(layout, PREFIX) as address:
        for name in missing:
            engine.export(name, name.replace(PREFIX, address))
    return missing
