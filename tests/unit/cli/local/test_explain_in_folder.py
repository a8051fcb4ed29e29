"""``media-insights explain``: figures are those of a results folder."""

import json
from pathlib import Path
from typing import Any

import yaml
from typer.testing import CliRunner

from media_insights.cli.app import app


def explained(*words: str) -> Any:
    done = CliRunner().invoke(app, ["explain", *words, "-o", "json"])
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def record(folder: Path, plural: str, kind: str, name: str, **content: Any) -> None:
    head = {"apiVersion": "mediainsights.dev/v1alpha1", "kind": kind, "metadata": {"name": name}}
    (folder / plural).mkdir(parents=True, exist_ok=True)
    (folder / plural / f"{name}.yaml").write_text(yaml.safe_dump(head | content))


def test_what_runs_of_the_folder_cost_is_told(tmp_path: Path) -> None:
    source = {"s3": {"bucket": "media", "key": "film.mp4"}}
    status = {"media": {"type": "Video", "durationMillis": 30_000}}
    record(tmp_path, "mediaassets", "MediaAsset", "film", spec={"source": source}, status=status)
    operators = [{"name": "proxy", "status": "Complete", "cost": {"cpuSeconds": 6.0}}]
    ran = {"state": "Complete", "stages": [{"name": "prepare", "operators": operators}]}
    spec = {"asset": "film", "workflow": "full-analysis"}
    record(tmp_path, "mediaexecutions", "MediaExecution", "run", spec=spec, status=ran)

    (video,) = explained("full-analysis", "--type", "Video", "--output", str(tmp_path))["types"]
    known = {each["name"]: each["estimate"]["middle"] for each in video["steps"] if "estimate" in each}
    assert known == {"proxy": 12.0}


def test_without_runs_every_type_is_explained_without_figures(tmp_path: Path) -> None:
    found = explained("--output", str(tmp_path / "none"), "--set", "label-detection.minConfidence=70")["types"]
    assert [each["type"] for each in found] == ["Video", "Audio", "Image", "Text"]
    assert not any("estimate" in each for each in found)
    labels = next(each for each in found[0]["steps"] if each["name"] == "label-detection")
    assert labels["parameters"]["minConfidence"] == 70
