"""``kubectl media`` with a cluster and a store of its own, both on loopback."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from lambda_operator.folder_s3.objects import Folder
from lambda_operator.folder_s3.server import serving
from media_insights.cli.cluster.kubectl import app
from tests.unit.controller.fake_api import FakeApi

BUCKET = "media"


@pytest.fixture
def cluster() -> FakeApi:
    """A cluster that holds the asset `film` of the namespace `n`."""
    found = FakeApi()
    source = {"s3": {"bucket": BUCKET, "key": "public/upload/n/film.mp4"}}
    found.put("mediaassets", {"metadata": {"name": "film", "namespace": "n"}, "spec": {"source": source}})
    return found


@pytest.fixture
def kubectl_media(cluster: FakeApi, tmp_path: Path) -> Iterator[Callable[..., Any]]:
    """The command over that cluster and the store in `store`; words that name files of `tmp_path` are those."""
    with cluster.served() as server, serving(Folder(tmp_path / "store", BUCKET), "key") as endpoint:
        config = tmp_path / "kubeconfig"
        config.write_text(json.dumps(kubeconfig(server)))
        store = {"ENDPOINT": endpoint, "BUCKET": BUCKET, "ACCESS_KEY": "key", "SECRET_KEY": "secret"}
        environ = {f"MEDIA_INSIGHTS_S3_{name}": value for name, value in store.items()}

        def run(*words: str, **other: str) -> Any:
            told = [str(tmp_path / word) if (tmp_path / word).is_file() else word for word in words]
            return CliRunner().invoke(app, [*told, "--kubeconfig", str(config), "-n", "n"], env=environ | other)

        yield run


def kubeconfig(server: str) -> dict[str, Any]:
    return {
        "clusters": [{"name": "c", "cluster": {"server": server}}],
        "users": [{"name": "u", "user": {}}],
        "contexts": [{"name": "a", "context": {"cluster": "c", "user": "u"}}],
        "current-context": "a",
    }
