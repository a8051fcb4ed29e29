"""However the command ends, its containers end with it."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conformance.scenarios import TEST_OPERATOR
from tests.containers.conftest import Contained

WORKFLOW = """\
apiVersion: mediainsights.dev/v1alpha1
kind: MediaWorkflow
metadata: {name: slow}
spec: {stages: [{name: only, operators: [{name: test-operator, configuration: {seconds: 120}}]}]}
"""


@pytest.mark.parametrize(("ending", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 130), (signal.SIGKILL, -9)])
def test_containers_end_with_the_command(
    ending: signal.Signals, code: int, tmp_path: Path, cache: Path, contained: Contained
) -> None:
    file, workflow = tmp_path / "words.txt", tmp_path / "slow.yaml"
    file.write_text("Some words.\n", encoding="utf-8")
    workflow.write_text(WORKFLOW, encoding="utf-8")
    command = [sys.executable, "-m", "media_insights", "run", str(file), "--workflow", str(workflow), "--containers"]
    options = ["--operators", str(TEST_OPERATOR.parent), "--output", str(tmp_path / "results"), "--cache", str(cache)]
    with subprocess.Popen([*command, *options], stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as run:
        assert _eventually(lambda: len(contained.running(run.pid)) == 1), "its container runs"

        run.send_signal(ending)
        said, _ = run.communicate(timeout=60)

    assert run.returncode == code, said
    assert _eventually(lambda: not contained.running(run.pid)), "no container is left"


def _eventually(holds: Callable[[], bool]) -> bool:
    end = time.monotonic() + 60
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.2)
    return True
