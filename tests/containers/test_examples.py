"""Every operator's examples come out of its image as written down: nothing that it needs was left out of it."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from media_insights.catalogue.examples import Case, problems_of
from media_insights.catalogue.operator_folders import operator_in
from media_insights.domain.planning.plan import Step
from media_insights.local.sandboxes import Sandbox
from tests.containers.conftest import Contained
from tests.operators.examples import cases, run_case
from tests.operators.runs import OPERATORS, Outcome, outcome_of

THREADS = 2


@pytest.mark.parametrize("case", cases(), ids=str)
def test_an_example_comes_out_of_the_image(case: Case, cache: Path, contained: Contained) -> None:
    assert contained.images.reference(case.operator), f"it was not built: make images ONLY={case.operator}"

    def run(name: str, folder: Path, **environment: str) -> Outcome:
        return _run(contained, cache, name, folder, environment)

    problems = problems_of(case, run_case(case, run=run))
    assert not problems, "\n".join(problems)


def _run(contained: Contained, cache: Path, name: str, folder: Path, secret: Mapping[str, str]) -> Outcome:
    found = {name: operator_in(OPERATORS / name)}
    spec = found[name].spec
    step = Step(name=name, operator=name, stage="only", result_name=spec.result_name, spec=spec, parameters={})
    sandbox = Sandbox(root=folder, log=folder / "log")
    for file in (sandbox.reason_file, sandbox.progress_file):
        file.touch()
    launch = contained(found, cache).launch(step, sandbox, THREADS)
    environment = dict(os.environ) | {"MEDIA_INSIGHTS_ATTEMPT": "0"} | dict(secret)
    words = list(launch.command)
    place = words.index("run") + 1
    words[place:place] = [word for key in secret for word in ("--env", key)]
    if spec.access.network == "Egress":  # the example's server is on this machine's loopback
        words[place:place] = ["--network", "host"]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=600, env=environment)
    return outcome_of(folder, done)
