"""docs/consumers.md: its commands, run as they stand there, bring the sentences of a folder into a database."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from media_insights.api.v1alpha1 import MediaAsset
from media_insights.local.serving.record_files import RecordFiles
from media_insights.storage.folder import FolderStore
from tests import gateways
from tests.unit.events.test_consumer_example import TRANSCRIPT

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs/consumers.md").read_text("utf-8")
PREFIX = "private/local/assets/uid-1/"


def analysed(results: Path) -> None:
    """Make a folder in which a video has been transcribed."""
    store = FolderStore(results)
    store.put(f"{PREFIX}workflows/run-1/TranscribeVideo.json", TRANSCRIPT.read_bytes())
    condition = {"status": "True", "lastTransitionTime": "2026-11-29T12:00:00Z", "observedGeneration": 1}
    result = {"operator": "TranscribeVideo", "bytes": TRANSCRIPT.stat().st_size, "time": "2026-11-29T12:00:00Z"}
    status = {
        "conditions": [{"type": each, "reason": "Complete", **condition} for each in ("Accepted", "Ready")],
        "media": {"type": "Video", "container": "mp4", "bytes": 1_000_000},
        "prefix": PREFIX,
        "results": [{"folder": "workflows/run-1/", "execution": "film-run", "metadata": [result]}],
    }
    meta = {"name": "film", "namespace": "local", "uid": "uid-1", "generation": 1}
    source = {"s3": {"bucket": "media-insights", "key": "public/upload/film.mp4"}}
    made = MediaAsset.model_validate({"metadata": meta, "spec": {"source": source}, "status": status})
    RecordFiles(store, MediaAsset).write(made)


@pytest.mark.thorough
def test_the_page_is_true(tmp_path: Path) -> None:
    (start, show) = re.findall(r"```sh\n(.*?)```", PAGE, re.DOTALL)
    for port in ("8421", "8080"):
        start = start.replace(port, str(gateways.free_port()))
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    analysed(tmp_path / "results")
    path = {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    # a session of its own, so that what it leaves running can be ended
    shell = subprocess.Popen(["bash", "-euc", start], cwd=tmp_path, env={**os.environ, **path}, start_new_session=True)
    try:
        assert shell.wait(30) == 0
        sentences = [each["transcript"] for each in json.loads(TRANSCRIPT.read_bytes())["results"]["audio_segments"]]
        deadline, shown = time.monotonic() + 150, ""
        while time.monotonic() < deadline and not all(each in shown for each in sentences):
            time.sleep(0.5)
            shown = _output(show, tmp_path, path)
        assert all(each in shown for each in sentences), shown
    finally:
        os.killpg(shell.pid, signal.SIGKILL)


def _output(command: str, folder: Path, path: dict[str, str]) -> str:
    given: dict[str, Any] = {"cwd": folder, "env": {**os.environ, **path}, "timeout": 60}
    done = subprocess.run(["bash", "-euc", command], check=False, capture_output=True, text=True, **given)
    return str(done.stdout)
