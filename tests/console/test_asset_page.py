"""The page of an asset as people use it: links lead to their moment, text is only text."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from tests.console.chromium import Tab, chromium
from tests.console.clips import SHAPES, rectangle
from tests.console.worlds import Served, seen, served

pytestmark = pytest.mark.asyncio(loop_scope="module")
AXE = Path(__file__).parents[2] / "console" / "node_modules" / "axe-core" / "axe.min.js"
ATTACK = """<img src=x onerror="window.attacked=1"><script>window.attacked=1</script>"'{{7*7}}\u202e"""
BOX = (0.25, 0.125, 0.375, 0.25)
SAID = {
    "ProxyEncode": {"frameRate": 25.0},
    "Seen": [seen("Dog", 0, BOX, Sure=90), seen("Cat", 1000, BOX, Sure=40), seen(ATTACK, 1480, BOX, Sure=80)],
}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    async with served(tmp_path_factory.mktemp("served")) as found:
        found.operator.captions = f"WEBVTT\n\n00:00.000 --> 00:02.000\n{ATTACK}\n"
        yield found


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def tab() -> AsyncIterator[Tab]:
    async with chromium() as found:
        await found.size(1440, 900)
        yield found


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def asset(world: Served, tmp_path_factory: pytest.TempPathFactory) -> str:
    return await world.asset(rectangle(SHAPES[0], tmp_path_factory.mktemp("clip")), SAID, title=f"Film {ATTACK}")


async def open_page(tab: Tab, world: Served, asset: str, query: str = "") -> None:
    await tab.go(f"{world.url}/assets/{asset}{query}")
    await tab.until("document.querySelector('.lane-canvas') && document.querySelectorAll('.group').length > 0")


async def test_text_of_files_and_operators_is_only_text(world: Served, tab: Tab, asset: str) -> None:
    await open_page(tab, world, asset, "?f=37")
    text = await tab.value("document.body.innerText")
    assert text.count("<script>window.attacked=1</script>") >= 2, "the title and the name of what was seen"
    await tab.until("document.querySelector('video').textTracks[0]?.cues?.length > 0")
    assert await tab.value("window.attacked ?? null") is None
    assert tab.problems == []


async def test_a_link_to_a_moment_leads_to_its_frame_and_rings_it(world: Served, tab: Tab, asset: str) -> None:
    found = (await world.api.client.get(f"/v1/assets/{asset}/moments?whole=true")).json()["items"]
    cat = next(each for each in found if each["title"] == "Cat")
    await open_page(tab, world, asset, f"?m={cat['id']}")
    await tab.until("document.querySelector('[data-testid=timecode]').dataset.frame === '25'")
    assert await tab.value("document.querySelector('.group[data-chosen=true] h3').textContent") == "Cat"
    await tab.until("new URL(location.href).searchParams.get('f') === '25'")
    await open_page(tab, world, asset, "?m=gone&lane=proxy&t=1")
    await tab.until("document.querySelector('.group[data-chosen=true] h3')?.textContent === 'Cat'")
    assert tab.problems == []


async def test_what_is_not_sure_enough_is_nowhere(world: Served, tab: Tab, asset: str) -> None:
    await open_page(tab, world, asset, "?t=1&min=60")
    assert "Cat" not in await tab.value("[...document.querySelectorAll('.group h3')].map((each) => each.textContent)")
    await tab.until("document.querySelector('.box-canvas').dataset.boxes === '0'")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("locale", ["en", "ja"])
async def test_everybody_can_read_it(world: Served, tab: Tab, asset: str, theme: str, locale: str) -> None:
    await open_page(tab, world, asset)
    choose = "localStorage.setItem('media-insights.{}', '{}')"
    await tab.value(choose.format("theme", theme))
    await tab.value(choose.format("locale", locale))
    await open_page(tab, world, asset)
    assert await tab.value("document.documentElement.lang") == locale
    await tab.value(AXE.read_text("utf-8"))
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    found = await tab.value(
        f"axe.run(document, {{runOnly: {json.dumps(tags)}}}).then(({{violations}}) => JSON.stringify("
        "violations.map(({id, nodes}) => [id, nodes.map(({html}) => html.slice(0, 200))])))"
    )
    assert json.loads(found) == []
