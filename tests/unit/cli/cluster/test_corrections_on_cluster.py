"""``kubectl media edits`` and ``people``: from the command through the API server and the API, and back."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from media_insights.cli.cluster.correction_commands import _person
from media_insights.cli.terminal.failures import Failure
from media_insights.client.calls import Client
from media_insights.client.corrections import AnsweredPerson, EditAnchor, PersonsAsset
from tests.unit.cli.cluster.published_clusters import published_cluster

Run = Callable[..., Any]


@pytest.fixture
def cluster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Run, Client, str]]:
    """Give the commands, a client of the API behind them, and the id of the asset ``beach``."""
    with published_cluster(tmp_path, monkeypatch) as found:
        found.indexed.analyse("beach", "Dog", "Sea")
        uid = found.api.get("mediaassets", "beach")["metadata"]["uid"]
        with found.serving() as url:
            yield found.run, Client.at(url, token="admin", timeout=60), uid


def test_edits_are_listed_and_taken_back(cluster: tuple[Run, Client, str]) -> None:
    run, client, uid = cluster
    assert "nobody has edited the results of beach" in run("edits", "beach").stderr
    (result,) = client.asset(uid).results
    moment = next(each for each in client.moments(uid) if each.title == "Sea")
    made = client.edit(uid, "hide", result.name, about=EditAnchor(title="Sea", start=moment.start))
    shown = run("edits", "beach")
    assert shown.exit_code == 0, shown.exception
    assert made.id in shown.stdout
    assert "hide" in shown.stdout
    assert [each.title for each in client.moments(uid)] == ["Dog"]
    (first, second) = json.loads(run("edits", "beach", "--undo", made.id, "-o", "json").stdout)
    assert (first["state"], second["undoes"]) == ("Undone", made.id)
    assert [each.title for each in client.moments(uid)] == ["Dog", "Sea"]
    refused = run("edits", "beach", "--undo", "none").exception
    assert isinstance(refused, Failure)
    assert "has no edit none" in str(refused)


def test_people_are_listed(cluster: tuple[Run, Client, str]) -> None:
    run, _, _ = cluster
    assert "nobody is seen" in run("people").stderr
    assert json.loads(run("people", "-A", "--named", "no", "-o", "json").stdout) == []


def test_who_has_no_name_is_told_by_what_the_operator_calls_them() -> None:
    asset = PersonsAsset(id="1", namespace="n", name="beach")
    known: dict[str, Any] = {"asset": asset, "result": "personTracking", "operator": "person-tracking", "moments": 2}
    named = AnsweredPerson(name="Ana", start=61_000, end=75_500, **known)
    assert _person(named) == ("beach", "Ana", "personTracking", "2", "1:01", "1:15")
    assert _person(AnsweredPerson(identity="3", **known))[1] == "(3)"
