"""``media-insights lists``: the verbs, and an operator that reads what a list holds."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from media_insights.cli.app import app
from media_insights.domain.planning.plan import WiredInput
from media_insights.local.named_files import NamedFiles
from media_insights.local.requests import BUCKET
from media_insights.storage.folder import FolderStore


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "terms.csv").write_text("en,es\nrow,remar\n")
    return tmp_path


def lists(*words: str, code: int = 0) -> str:
    done = CliRunner().invoke(app, ["lists", *words])
    assert done.exit_code == code, done.output
    return done.output + (str(done.exception) if code else "")


def test_a_list_is_kept_in_versions_shown_and_deleted(folder: Path) -> None:
    assert "list:terminologies/brand" in lists("put", "terminologies", "brand", "terms.csv")
    (folder / "terms.csv").write_text("en,es\nrow,bogar\n")
    lists("put", "terminologies", "brand", "terms.csv")
    assert lists("list").strip() == "list:terminologies/brand\tversion 2\t16 bytes"
    (row,) = json.loads(lists("list", "-o", "json"))
    assert (row["Versions"], row["Bytes"]) == ([1, 2], 16)
    assert "remar" in lists("show", "terminologies", "brand", "--version", "1")
    assert "bogar" in lists("show", "terminologies", "brand")
    assert "with all its versions" in lists("delete", "terminologies", "brand")
    assert "make one with lists put" in lists("list")


def test_what_no_list_can_hold_is_refused_with_the_file(folder: Path) -> None:
    (folder / "terms.csv").write_text("only one column\n")
    assert "terms.csv: it is no terminology" in lists("put", "terminologies", "brand", "terms.csv", code=1)


def test_a_list_is_read_from_the_store_and_never_from_beside_the_manifest(folder: Path) -> None:
    lists("put", "terminologies", "brand", "terms.csv")
    (folder / "current").write_text("another file of that name")
    wired = WiredInput(
        name="terms",
        key="private/local/collections/terminologies/brand/current",
        bucket=BUCKET,
        parameter="terminology",
    )
    found = NamedFiles(FolderStore(folder / "results"), folder).path(wired)
    assert found.read_text() == "en,es\nrow,remar\n"
