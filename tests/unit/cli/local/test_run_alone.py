"""`media-insights run` as a process of its own: another user, a second run, a sudden end, a full disk, no network."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
import yaml

from media_insights.cli.local.engine_options import cache_of

OPERATORS = Path(__file__).parents[4] / "tests/operators-images"
UNPRIVILEGED = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search") if os.geteuid() == 0 else ()
"""Root may read and write everything; without these capabilities it asks the files' modes, as everybody does."""
SECONDS = 120


def _workflow(folder: Path, **configuration: object) -> Path:
    operators = [
        {"name": "test-operator", "alias": "first"},
        {"name": "test-operator", "alias": "second", "configuration": configuration},
    ]
    stages = [{"name": name, "operators": [each]} for name, each in zip(("one", "two"), operators, strict=True)]
    manifest = {"apiVersion": "mediainsights.dev/v1alpha1", "kind": "MediaWorkflow", "metadata": {"name": "two"}}
    path = folder / "two.yaml"
    path.write_text(yaml.safe_dump(manifest | {"spec": {"scheduling": "Staged", "stages": stages}}))
    return path


def _command(folder: Path, *options: object) -> list[str]:
    file = folder / "words.txt"
    if not file.exists():
        file.write_text("Some words.\n", encoding="utf-8")
    words = ["run", file, "--workflow", folder / "two.yaml", "--operators", OPERATORS, "--output", folder / "results"]
    cached = () if "--cache" in options else ("--cache", cache_of(None))
    return [str(word) for word in (sys.executable, "-m", "media_insights", *words, *cached, *options)]


def _ended(command: Sequence[str], environment: Mapping[str, str] = os.environ) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False, env=environment)


def _results(folder: Path) -> list[str]:
    found = (folder / "results/private").rglob("*.json")
    return sorted(path.name for path in found if path.name not in ("plan.json", "asset.json"))


def test_a_results_folder_that_may_not_be_written_to_is_named(tmp_path: Path) -> None:
    _workflow(tmp_path)
    (tmp_path / "results").mkdir(mode=0o555)

    ended = _ended([*UNPRIVILEGED, *_command(tmp_path)])

    assert ended.returncode == 2, ended
    assert ended.stderr == f"error: --output {tmp_path}/results cannot be written to: permission denied\n"


def test_a_file_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    _workflow(tmp_path)
    command = _command(tmp_path)
    (tmp_path / "words.txt").chmod(0)

    ended = _ended([*UNPRIVILEGED, *command])

    assert ended.returncode == 2, ended
    assert ended.stderr == f"error: {tmp_path}/words.txt cannot be read: permission denied\n"


def test_a_run_that_was_killed_goes_on_where_it_was(tmp_path: Path) -> None:
    _workflow(tmp_path, seconds=60)
    with subprocess.Popen(_command(tmp_path), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as run:
        _eventually_runs(tmp_path, "second")
        run.send_signal(signal.SIGKILL)
    assert _results(tmp_path) == ["first.json"]
    before = next((tmp_path / "results").rglob("first.json")).stat()
    _workflow(tmp_path, message="again")

    ended = _ended(_command(tmp_path, "-o", "json"))

    assert ended.returncode == 0, ended
    assert "kept from an earlier run: first" in ended.stderr
    assert _results(tmp_path) == ["first.json", "second.json"]
    assert next((tmp_path / "results").rglob("first.json")).stat().st_mtime_ns == before.st_mtime_ns
    assert [path for path in (tmp_path / "results/.work").iterdir() if path.is_dir()] == [], "no sandbox stays"


def test_a_second_run_into_the_same_folder_is_refused_and_disturbs_nothing(tmp_path: Path) -> None:
    _workflow(tmp_path, seconds=SECONDS)
    with subprocess.Popen(_command(tmp_path), stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as run:
        _eventually_runs(tmp_path, "second")
        second = _ended(_command(tmp_path))
        still_runs = run.poll() is None
        run.send_signal(signal.SIGINT)
        said, _ = run.communicate(timeout=SECONDS)

    assert second.returncode == 2, second
    assert "this file is being analysed into" in second.stderr
    assert "wait, or choose another --output" in second.stderr
    assert still_runs
    assert run.returncode == 130, said
    assert _results(tmp_path) == ["first.json"]


@pytest.mark.parametrize("filled", [40960, 53248])
def test_a_full_disk_is_said_and_nothing_half_written_has_a_final_name(filled: int, tmp_path: Path) -> None:
    """A disk of 64 KiB in a mount namespace, full at the operator's result, or at the record of its start."""
    _workflow(tmp_path, message="x" * 1000)
    small = tmp_path / "results"
    small.mkdir()
    mounted = f"mount -t tmpfs -o size=64k tmpfs {small} && head -c {filled} /dev/zero > {small}/filling && "
    listing = f"; code=$?; find {small} -type f -printf 'left: %P\\n'; exit $code"
    script = mounted + " ".join(_command(tmp_path)) + listing
    unshare = ["unshare", "--mount"] if os.geteuid() == 0 else ["unshare", "--mount", "--user", "--map-root-user"]

    ended = _ended([*unshare, "sh", "-c", script])

    said = " ".join((ended.stdout + ended.stderr).split())
    assert ended.returncode == 1, said
    assert "full; free some, or choose another --output" in said
    assert "Traceback" not in said
    left = [line for line in ended.stdout.splitlines() if line.startswith("left: ")]
    assert not [line for line in left if "second.json" in line or ".partial-" in line], left


def test_without_a_network_it_is_said_what_is_missing(tmp_path: Path) -> None:
    """Nothing is cached, and every registry is a closed port of this machine."""
    _workflow(tmp_path)
    closed = "http://127.0.0.1:9"
    nowhere = {"UV_CACHE_DIR": str(tmp_path / "uv"), "UV_DEFAULT_INDEX": closed, "UV_HTTP_RETRIES": "0"}
    proxies = dict.fromkeys(("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "https_proxy", "http_proxy"), closed)

    ended = _ended(_command(tmp_path, "--cache", tmp_path / "cache", "-o", "json"), os.environ | nowhere | proxies)

    assert ended.returncode == 1, ended
    message = json.loads(ended.stdout)["message"]
    assert "the environment of test-operator could not be fetched: no package registry answers" in message
    assert _results(tmp_path) == []


def _eventually_runs(folder: Path, name: str) -> None:
    """Wait until the operator of this name is Executing, as the record beside the results says."""
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        for path in (folder / "results").glob("mediaexecutions/*.yaml"):
            stages = yaml.safe_load(path.read_text())["status"].get("stages", [])
            states = {each["name"]: each.get("status") for stage in stages for each in stage["operators"]}
            if states.get(name) == "Executing":
                return
        time.sleep(0.1)
    raise AssertionError(f"{name} never ran")
