"""What surrounds an operator in its container, as it sees it itself; who runs the engine owns what comes out."""

import asyncio
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from media_insights.api.v1alpha1 import MediaWorkflow
from media_insights.catalogue.operator_folders import Catalogue, operator_in
from media_insights.local import runs
from media_insights.local.machine import Share
from media_insights.local.requests import RunRequest
from media_insights.local.run_plans import RunRefused, plan_run
from media_insights.local.workplaces import Workplace
from tests.conformance.scenarios import TEST_OPERATOR
from tests.containers.conftest import Contained

LOOK = """
import json, os

def written(folder):
    try:
        open(f"{folder}/x", "w").close()
    except OSError as error:
        return error.strerror
    return ""

status = dict(line.split(":", 1) for line in open("/proc/self/status"))
seen = {
    "network": os.listdir("/sys/class/net"),
    "written": {folder: written(folder) for folder in ("/", "/app", "/tmp", "/out")},
    "capabilities": int(status["CapEff"], 16),
    "noNewPrivileges": status["NoNewPrivs"].strip(),
    "root": os.getuid() == 0,
    "secret": os.environ.get("AWS_SECRET_ACCESS_KEY"),
}
json.dump(seen, open("/out/result.json", "w"))
"""


def test_a_container_sees_its_own_folders_and_nothing_else(
    tmp_path: Path, cache: Path, contained: Contained, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    file = tmp_path / "words.txt"
    file.write_text("Some words.\n", encoding="utf-8")
    operator = operator_in(TEST_OPERATOR)
    spec = operator.spec.model_copy(update={"command": ("python3", "-c", LOOK)})
    found = {operator.name: replace(operator, spec=spec)}
    stages = [{"name": "only", "operators": [{"name": operator.name}]}]
    workflow = MediaWorkflow.model_validate({"metadata": {"name": "w"}, "spec": {"stages": stages}})
    place = Workplace(
        output=tmp_path / "results",
        catalogue=Catalogue(operators=found, workflows={"w": workflow}),
        starter=contained(found, cache),
        share=Share(cpu=2, memory=2**30),
    )
    wanted = RunRequest(name="words", file=file, workflow="w")
    plan = plan_run(wanted, place)
    assert not isinstance(plan, RunRefused), plan

    status = asyncio.run(runs.run(plan, wanted, place, lambda _: None))

    assert status.state == "Complete", status
    path = place.store.path(plan.steps[0].outputs[0].key)
    assert path.stat().st_uid == os.geteuid()
    assert json.loads(path.read_bytes()) == {
        "network": ["lo"],
        "written": {"/": "Read-only file system", "/app": "Read-only file system", "/tmp": "", "/out": ""},  # noqa: S108 - its own
        "capabilities": 0,
        "noNewPrivileges": "1",
        "root": False,
        "secret": None,
    }
