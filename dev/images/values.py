"""Helm values that name every image of an installation: the bridge from ``make images`` to the chart."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dev.images.image_specs import OURS

Section = dict[str, Any]
"""One top-level key of the chart's values."""


def write(references: Mapping[str, str], target: Path, store: str = "", nats: str = "") -> None:
    """Write ``images.yaml`` from each image's full reference; ``store`` and ``nats`` are those of the chart's servers.

    Images that are not named keep what the file said before, so that ``ONLY=x`` changes nothing else.
    """
    kept = _read(target)
    operators = {**kept.get("operators", {}).get("images", {}), **references}
    before = kept.get("image", {})
    ours = {name: found for name in OURS if (found := operators.pop(name, before.get(name, "")))}
    values: dict[str, object] = {"operators": {"images": dict(sorted(operators.items()))}}
    if ours:
        values["image"] = ours
    if store:
        values["objectStore"] = {"embedded": {"image": store}}
    if nats:
        values["events"] = {"nats": {"image": nats}}
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(_HEADER + json.dumps(values, indent=2) + "\n")


def references(target: Path) -> dict[str, str]:
    """Return name → reference of all images that the file names; none when it is not there yet."""
    content = _read(target)
    operators: dict[str, str] = content.get("operators", {}).get("images", {})
    ours: dict[str, str] = content.get("image", {})
    return {**operators, **{name: ours[name] for name in OURS if ours.get(name)}}


def named(target: Path) -> set[str]:
    """Return the references of all images that the file names."""
    return set(references(target).values())


_HEADER = "# Written by `make images`; for `helm install -f`. JSON is YAML.\n"


def _read(target: Path) -> dict[str, Section]:
    if not target.exists():
        return {}
    content: dict[str, Section] = json.loads(target.read_text().removeprefix(_HEADER))
    return content
