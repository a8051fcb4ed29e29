from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

helm = pytest.importorskip("helm_python", reason="helm-python-sdk has no wheel here; `make e2e` installs the chart")

CHART = Path(__file__).parents[3] / "charts" / "media-insights"
Manifest = dict[str, Any]
Values = dict[str, Any]


@dataclass(frozen=True)
class Rendered:
    """The objects of a rendered chart."""

    objects: tuple[Manifest, ...]
    notes: str

    def of(self, kind: str) -> list[Manifest]:
        return [each for each in self.objects if each["kind"] == kind]

    def one(self, kind: str, end: str = "") -> Manifest:
        found = [each for each in self.of(kind) if each["metadata"]["name"].endswith(end)]
        assert len(found) == 1, f"{kind} …{end}: {[each['metadata']['name'] for each in self.of(kind)]}"
        return found[0]

    def catalogue(self) -> dict[str, Manifest]:
        """The objects in the catalogue's ConfigMap, by file name."""
        data = self.one("ConfigMap", "-catalogue")["data"] or {}
        return {name: yaml.safe_load(text) for name, text in data.items()}

    def pods(self) -> dict[str, Manifest]:
        """The pod specs, by the name of what makes them."""
        makers = [*self.of("Deployment"), *self.of("Job")]
        made = {each["metadata"]["name"]: each["spec"]["template"]["spec"] for each in makers}
        return made | {each["metadata"]["name"]: each["spec"] for each in self.of("Pod")}


Render = Callable[..., Rendered]


@pytest.fixture(scope="session")
def chart() -> Iterator[Any]:
    with helm.Chart.load(CHART) as loaded:
        yield loaded


@pytest.fixture(scope="session")
def render(chart: Any) -> Render:
    """Render the chart as the release `media-insights` in the namespace `media`."""

    def rendered(values: Values | None = None, *, name: str = "media-insights") -> Rendered:
        texts: dict[str, str] = chart.render(values or {}, name=name, namespace="media", is_install=True, revision=1)
        notes = next(text for path, text in texts.items() if path.endswith("NOTES.txt"))
        documents = [yaml.safe_load_all(text) for path, text in texts.items() if not path.endswith("NOTES.txt")]
        return Rendered(tuple(each for group in documents for each in group if each), notes)

    return rendered
