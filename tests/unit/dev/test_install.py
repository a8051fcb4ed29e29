"""`make install` tells of a release that an earlier, killed helm left pending, and how to repair it."""

import json
import os
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("pending-upgrade", "helm rollback mi"),
        ("pending-rollback", "helm rollback mi"),
        ("pending-install", "helm uninstall mi"),
    ],
)
def test_a_pending_release_is_not_upgraded(tmp_path: Path, state: str, said: str) -> None:
    done = install(tmp_path, state)
    assert done.returncode == 1
    assert f"the release mi in the namespace ours is {state}" in done.stderr
    assert said in done.stderr
    assert calls(tmp_path) == ["status"]


def test_any_other_release_is(tmp_path: Path) -> None:
    done = install(tmp_path, "failed")
    assert done.returncode == 0, done.stderr
    assert calls(tmp_path) == ["status", "upgrade", "--namespace"]


def install(folder: Path, state: str) -> subprocess.CompletedProcess[str]:
    (folder / "images").mkdir()
    (folder / "images/images.yaml").write_text("{}")
    (folder / "status.json").write_text(json.dumps({"info": {"status": state}}))
    helm = folder / "helm"
    helm.write_text(f'#!/bin/sh\necho "$1" >> {folder}/calls\n[ "$1" != status ] || cat {folder}/status.json\n')
    helm.chmod(0o755)
    settings = {"MEDIA_INSIGHTS_CACHE": str(folder), "RELEASE": "mi", "NAMESPACE": "ours", "CLUSTER": "current"}
    environment = {**os.environ, **settings, "PATH": f"{folder}:{os.environ['PATH']}"}
    return subprocess.run(
        [ROOT / "dev/tools/install"], env=environment, capture_output=True, text=True, timeout=60, check=False
    )


def calls(folder: Path) -> list[str]:
    return (folder / "calls").read_text().split()
