from pathlib import Path

import pytest

from dev.cluster.home import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Return a cache folder of the test's own, with nothing in it."""
    return Home(tmp_path / "cache")
