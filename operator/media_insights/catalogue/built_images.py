"""Images that ``make images`` built: their references, and operators' specs with these filled in."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

import yaml

from media_insights.catalogue.operator_folders import Catalogue, LocalOperator
from media_insights.catalogue.problems import Unusable

LOCAL = "localhost/"
"""Images of this registry were built here; nothing answers under that name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltImages:
    """Where operators' images come from: a registry and a tag, or else what ``make images`` wrote down."""

    built: Mapping[str, str] = field(default_factory=dict)
    """Name of an image → full reference."""
    registry: str = ""
    tag: str = "latest"

    def reference(self, image: str) -> str:
        """Return the full reference of an image as ``operator.yaml`` names it, or nothing when none was built."""
        if "/" in image or ":" in image:
            return image
        return f"{self.registry}/{image}:{self.tag}" if self.registry else self.built.get(image, "")

    def with_references(self, found: Catalogue) -> Catalogue:
        """Return the catalogue with each operator's image in full; the digest of its folder stays behind it.

        The reference is part of the plan, so that another image is another run. An image that was not built keeps
        its short name: it matters only to a workflow that needs it.
        """
        return replace(found, operators={name: self._named(each) for name, each in found.operators.items()})

    def _named(self, operator: LocalOperator) -> LocalOperator:
        image = operator.image or operator.spec.image
        full = self.reference(image) if image else ""
        if not full:
            return operator
        spec = operator.spec.model_copy(update={"image": full + operator.spec.image.removeprefix(image)})
        return replace(operator, image=full, spec=spec)


def images_of(cache: Path, registry: str = "", tag: str = "") -> BuiltImages:
    """Return where images come from. Raises Unusable for a tag without its registry, or a list that is damaged."""
    if registry:
        return BuiltImages(registry=registry.rstrip("/"), tag=tag or "latest")
    if tag:
        raise Unusable(f"--tag {tag} belongs to a registry: add --registry, or leave both for what make images built")
    path = cache / "images/images.yaml"
    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))["operators"]["images"]
    except FileNotFoundError:
        return BuiltImages()
    except (OSError, UnicodeDecodeError, yaml.YAMLError, KeyError, TypeError) as error:
        raise Unusable(f"{path} does not name the images that were built: write it again with make images") from error
    return BuiltImages(built={str(name): str(reference) for name, reference in found.items()})
