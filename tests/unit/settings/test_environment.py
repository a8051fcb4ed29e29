"""One module reads environment variables."""

import re
from pathlib import Path

import pytest

import media_insights
from media_insights.settings.environment import inherited

PACKAGE = Path(media_insights.__file__).parent


def test_no_other_module_reads_environment_variables() -> None:
    reading = re.compile(r"\bos\.(environb?(?!\.setdefault\b)|getenvb?)\b|from os import .*\b(environ|getenv)")
    found = {path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py") if reading.search(path.read_text("utf-8"))}
    assert found == {Path("settings/environment.py")}


def test_what_is_inherited_is_a_copy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MEDIA_INSIGHTS_TEST", "1")
    inherited().clear()
    assert inherited()["MEDIA_INSIGHTS_TEST"] == "1"
