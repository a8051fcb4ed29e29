from pathlib import Path
from typing import Any

import yaml

from dev.images import values


def _written(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def test_names_every_image_where_the_chart_reads_it(tmp_path: Path) -> None:
    names = {"proxy": "r/proxy:1", "search": "r/search:5", "controller": "r/controller:2"}
    values.write(names, tmp_path / "images.yaml", "r/store:3", "r/nats:4")
    assert _written(tmp_path / "images.yaml") == {
        "operators": {"images": {"proxy": "r/proxy:1"}},
        "image": {"controller": "r/controller:2", "search": "r/search:5"},
        "objectStore": {"embedded": {"image": "r/store:3"}},
        "events": {"nats": {"image": "r/nats:4"}},
    }


def test_building_one_image_keeps_the_names_of_the_others(tmp_path: Path) -> None:
    values.write({"proxy": "r/proxy:1", "controller": "r/controller:2"}, tmp_path / "images.yaml")
    values.write({"proxy": "r/proxy:9"}, tmp_path / "images.yaml")
    assert _written(tmp_path / "images.yaml") == {
        "operators": {"images": {"proxy": "r/proxy:9"}},
        "image": {"controller": "r/controller:2"},
    }


def test_tells_which_images_the_chart_was_told_of(tmp_path: Path) -> None:
    assert values.named(tmp_path / "images.yaml") == set()
    values.write({"proxy": "r/proxy:1", "controller": "r/controller:2"}, tmp_path / "images.yaml")
    values.write({"search": "r/search:5"}, tmp_path / "images.yaml")
    assert values.named(tmp_path / "images.yaml") == {"r/proxy:1", "r/controller:2", "r/search:5"}
