"""``kubectl media search``: from the command through the API server, the API and the indexer, and back."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from media_insights.cli.terminal.failures import USAGE, Failure
from media_insights.client.answers import AnsweredSimilar
from media_insights.client.calls import Client
from media_insights.settings.indexer import SearchAddress
from tests.unit.cli.cluster.published_clusters import published_cluster
from tests.unit.cluster.indexers import KEY

Run = Callable[..., Any]


@pytest.fixture
async def search(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Run]:
    with published_cluster(tmp_path, monkeypatch) as cluster:
        api, indexed = cluster.api, cluster.indexed
        indexed.analyse("beach", "Dog", "Dog", "Sea")
        indexed.analyse("harbour", "Dog", namespace="other")
        beach = api.get("mediaassets", "beach")
        files = [{"media": "ProxyEncode", "key": "private/n/assets/u-beach/workflows/e-beach/proxy.mp4"}]
        api.put("mediaassets", beach | {"status": beach["status"] | {"files": files}})
        async with indexed.indexing():
            await indexed.until(lambda: indexed.titles("sea"), "the beach is indexed")
            with cluster.serving(SearchAddress(url=indexed.remote.url, key=KEY)):

                async def run(*words: str) -> Any:
                    return await asyncio.to_thread(cluster.run, "search", *words)

                yield run


async def test_moments_are_printed_with_times_and_how_to_cut_them_out(search: Run) -> None:
    found = await search("label:dog")
    assert found.exit_code == 0, found.exception
    line, command = found.stdout.splitlines()
    assert line.split() == ["0:00–0:01", "beach", "label_detection", "Dog"]
    assert command.strip() == (
        "kubectl media download beach ProxyEncode -o beach.mp4 && ffmpeg -ss 0 -t 1 -i beach.mp4 -c copy beach-0.mp4"
    )
    everywhere = await search("label:dog", "-A", "--order", "time")
    assert [line.split()[1] for line in everywhere.stdout.splitlines() if "ffmpeg" not in line] == [
        "n/beach",
        "other/harbour",
    ]
    (document,) = json.loads((await search("sea", "-o", "json")).stdout)
    assert (document["asset"]["name"], document["title"], document["start"]) == ("beach", "Sea", 2000)
    assert "--limit 5" in (await search("", "--limit", "1")).stderr
    assert "nothing was found" in (await search("nobody")).stderr


async def test_what_is_found_by_its_words_is_not_printed_as_similar_again(
    search: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def everything(self: Client, query: str, namespace: str) -> AnsweredSimilar:
        return AnsweredSimilar(items=tuple(self.search("", namespace)))

    monkeypatch.setattr(Client, "similar", everything)
    found = json.loads((await search("sea", "-o", "json")).stdout)
    assert [each["title"] for each in found] == ["Sea", "Dog"]


async def test_queries_are_saved_for_the_namespace(search: Run) -> None:
    found = await search("label:dog", "--save", "dogs")
    assert found.exit_code == 0, found.exception
    assert (await search("--list-saved")).stdout == "dogs  label:dog\n"
    assert (await search("--saved", "dogs")).stdout == found.stdout
    refused = await search("(dog", "--save", "broken")
    assert isinstance(refused.exception, Failure)
    assert "is deleted" in (await search("--delete-saved", "dogs")).stderr
    missing = await search("--saved", "dogs")
    assert "there is no saved search dogs in n" in str(missing.exception)


async def test_a_saved_query_has_its_order(search: Run) -> None:
    by_time = await search("", "--order", "time", "--save", "all")
    assert by_time.exit_code == 0, by_time.exception
    by_confidence = await search("", "--order", "confidence")
    assert by_confidence.stdout != by_time.stdout
    assert (await search("--saved", "all")).stdout == by_time.stdout
    assert (await search("--saved", "all", "--order", "confidence")).stdout == by_confidence.stdout


async def test_a_query_that_cannot_be_read_is_a_wrong_argument(search: Run) -> None:
    refused = await search("dog (sea")
    assert isinstance(refused.exception, Failure)
    assert (refused.exception.code, "dog (sea: " in str(refused.exception)) == (USAGE, True)
