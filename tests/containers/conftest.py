"""What these tests need: a container engine that answers, and the images."""

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from media_insights.catalogue.built_images import BuiltImages, images_of
from media_insights.catalogue.operator_folders import Catalogue, LocalOperator
from media_insights.cli.local.engine_options import cache_of
from media_insights.local.container_engines import ContainerEngine, container_engine
from media_insights.local.containers import Containers
from media_insights.local.launching import Starter


@pytest.fixture(scope="session")
def cache() -> Path:
    return cache_of(Path(os.environ["MEDIA_INSIGHTS_CACHE"]) if os.environ.get("MEDIA_INSIGHTS_CACHE") else None)


@pytest.fixture(scope="session")
def engine(cache: Path) -> ContainerEngine:
    """Fails with its own sentence where there is none: `make test-containers` installs one."""
    return container_engine(cache, own_store=False)


@pytest.fixture(scope="session")
def images(cache: Path) -> BuiltImages:
    found = images_of(cache)
    assert found.reference("test-operator"), "no image of the test operator was built: make test-containers builds it"
    return found


@pytest.fixture
def contained(engine: ContainerEngine, images: BuiltImages) -> "Contained":
    return Contained(engine, images)


class Contained:
    """Starts operators as containers, as the command line would."""

    def __init__(self, engine: ContainerEngine, images: BuiltImages) -> None:
        self.engine = engine
        self.images = images

    def __call__(self, operators: Mapping[str, LocalOperator], cache: Path) -> Starter:
        named = self.images.with_references(Catalogue(operators=operators, workflows={}))
        return Containers(operators=named.operators, engine=self.engine, cache=cache)

    def running(self, pid: int) -> list[str]:
        """Return the containers that this process of ours started and that still exist."""
        command = self.engine.words("ps", "--all", "--format", "{{.Names}}")
        names = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
        return [name for name in names if f"-{pid}-" in name]
