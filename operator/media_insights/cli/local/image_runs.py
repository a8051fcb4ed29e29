"""Runs of one operator over one image in a folder of its own, which is not kept: what collections are made by."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from media_insights.api.v1alpha1 import ExecutionStatus, MediaWorkflow
from media_insights.catalogue import operator_folders as catalogue
from media_insights.cli.local.engine_options import place_of
from media_insights.cli.terminal.failures import Failure
from media_insights.local import runs
from media_insights.local.requests import RunRequest
from media_insights.local.run_plans import RunRefused, plan_run
from media_insights.storage.store import Store


@dataclass(frozen=True, slots=True)
class ImageRuns:
    """Runs an operator by the embedded engine."""

    catalogue: catalogue.Catalogue
    operator: str
    cache: Path | None

    @contextmanager
    def run(self, image: Path) -> Iterator[tuple[Store, ExecutionStatus]]:
        """Run it, and give store and status while they are there. Raises Failure with the engine's own sentence."""
        with TemporaryDirectory(prefix=f"{self.operator}-") as folder:
            place = place_of(Path(folder), self.catalogue, self.cache)
            request = RunRequest(name="image", file=image, workflow=self.operator)
            plan = plan_run(request, place)
            if isinstance(plan, RunRefused):
                raise Failure(f"{image}: {plan.message}")
            yield place.store, asyncio.run(runs.run(plan, request, place, lambda _: None))


def image_runs(operators: list[Path] | None, operator: str, cache: Path | None) -> ImageRuns:
    """Return what runs an operator of the catalogue. Raises Failure where it is not in it."""
    found = catalogue.catalogue_of(*(operators or ()))
    if operator not in found.operators:
        raise Failure(f"there is no operator {operator}: name the folder that holds it with --operators")
    entry = {"name": operator}
    workflow = {"metadata": entry, "spec": {"stages": [{"name": "index", "operators": [entry]}]}}
    return ImageRuns(found.with_workflows({operator: MediaWorkflow.model_validate(workflow)}), operator, cache)
