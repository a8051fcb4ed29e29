"""What is drawn lies where it was seen, in every shape of picture and page; the frame shown is the frame meant."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest
import pytest_asyncio

from tests.console.chromium import Tab, chromium
from tests.console.clips import SHAPES, Shape, frames, number_in, numbered, rectangle, turned_photograph
from tests.console.pixels import Mask, Pixels, edges
from tests.console.worlds import Served, seen, served

pytestmark = pytest.mark.asyncio(loop_scope="module")
PAGES = ((1440, 900), (390, 844), (820, 520))
NEAR = 1.5
"""Pixels that an edge may be away from the truth."""
BLUE = (86, 180, 233)
"""Colour of the boxes of labels."""
RED = (224, 32, 32)
"""Colour of the rectangle."""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Served]:
    async with served(tmp_path_factory.mktemp("served")) as found:
        yield found


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def tab() -> AsyncIterator[Tab]:
    async with chromium() as found:
        yield found


async def show(tab: Tab, url: str) -> None:
    """Open an asset, and wait for its picture and its boxes."""
    await tab.go(url)
    await tab.until("document.querySelector('video')?.readyState >= 2 && !document.querySelector('video').seeking")
    await tab.until("Number(document.querySelector('.box-canvas')?.dataset.boxes) > 0")


async def stage(tab: Tab, element: str = "video") -> tuple[Pixels, Pixels]:
    """Return the picture without its boxes, and the boxes without the picture."""
    show = "document.querySelector({}).style.visibility = {}"
    await tab.value(show.format("'.box-canvas'", "'hidden'"))
    bare = await _cut(tab)
    await tab.value(show.format("'.box-canvas'", "''"))
    await tab.value(show.format(f"'.stage {element}'", "'hidden'"))
    drawn = await _cut(tab)
    await tab.value(show.format(f"'.stage {element}'", "''"))
    return bare, drawn


async def _cut(tab: Tab) -> Pixels:
    area = json.loads(
        await tab.value("JSON.stringify(document.querySelector('.stage-picture').getBoundingClientRect())")
    )
    left, top = round(area["left"]), round(area["top"])
    picture = await tab.picture()
    return picture[top : top + round(area["height"]), left : left + round(area["width"])]


def assert_same_place(bare: Pixels, drawn: Pixels) -> None:
    """The middle of the box's line is the edge of the rectangle."""
    true = edges(_near(bare, RED, 60))
    outer = edges(_near(drawn, BLUE, 24))
    # A line of two pixels lies one pixel outside of the edge that it stands for.
    line = (outer[0] + 1, outer[1] + 1, outer[2] - 1, outer[3] - 1)
    away = [abs(one - other) for one, other in zip(true, line, strict=True)]
    assert max(away) <= NEAR, f"rectangle {true}, box {line}"


def _near(picture: Pixels, colour: tuple[int, int, int], by: int) -> Mask:
    return np.asarray((np.abs(picture.astype(int) - colour) < by).all(axis=2))


@pytest.mark.parametrize("shape", SHAPES, ids=[shape.name for shape in SHAPES])
async def test_a_box_lies_where_its_rectangle_is(world: Served, tab: Tab, tmp_path: Path, shape: Shape) -> None:
    clip = rectangle(shape, tmp_path)
    said = {"ProxyEncode": {"frameRate": 25.0}, "Seen": [seen("", 0, shape.shown)]}
    asset = await world.asset(clip, said)
    for size in PAGES:
        await tab.size(*size)
        await show(tab, f"{world.url}/assets/{asset}")
        assert_same_place(*await stage(tab))
    await tab.size(1280, 800)
    await tab.value("document.querySelector('.stage').requestFullscreen()")
    await tab.until("document.fullscreenElement && document.querySelector('.stage').clientWidth >= 1280")
    await tab.until("document.querySelector('.box-canvas').width === document.querySelector('.box-canvas').clientWidth")
    assert_same_place(*await stage(tab))
    await tab.value("document.exitFullscreen()")
    assert tab.problems == []


@pytest.mark.parametrize("shape", [SHAPES[0], SHAPES[3]], ids=[SHAPES[0].name, SHAPES[3].name])
async def test_a_box_lies_where_its_rectangle_is_in_a_photograph(
    world: Served, tab: Tab, tmp_path: Path, shape: Shape
) -> None:
    said = {"Seen": [seen("", 0, shape.shown)]}
    asset = await world.asset(turned_photograph(shape, tmp_path), said, name="photograph.jpg")
    for size in PAGES:
        await tab.size(*size)
        await tab.go(f"{world.url}/assets/{asset}")
        await tab.until("document.querySelector('.stage img')?.complete")
        await tab.until("Number(document.querySelector('.box-canvas')?.dataset.boxes) > 0")
        assert_same_place(*await stage(tab, "img"))
    assert tab.problems == []


async def test_the_frame_that_is_shown_is_the_one_that_is_meant(world: Served, tab: Tab, tmp_path: Path) -> None:
    clip = numbered(600, tmp_path)
    said = {"ProxyEncode": {"frameRate": 29.97}, "Seen": [seen("Bars", 0, (0.1, 0.1, 0.1, 0.1))]}
    asset = await world.asset(clip, said)
    await tab.size(1280, 800)
    for frame in (0, 1, 59, 60, 299, 450, 599):
        await tab.go(f"{world.url}/assets/{asset}?f={frame}")
        assert await shown(tab, frame) == frame
    for key, frame in ((",", 598), (",", 597), (".", 598)):
        await tab.press(key)
        assert await shown(tab, frame) == frame
    assert tab.problems == []


async def test_the_first_frame_is_shown_and_not_a_poster(world: Served, tab: Tab, tmp_path: Path) -> None:
    """Boxes of the first frame would lie over another one."""
    clip = numbered(120, tmp_path)
    said = {"ProxyEncode": {"frameRate": 29.97}, "Seen": [seen("Bars", 0, (0.1, 0.1, 0.1, 0.1))]}
    world.operator.poster = frames(clip, tmp_path)[2000]
    asset = await world.asset(clip, said)
    world.operator.poster = b""
    await tab.size(1280, 800)
    await show(tab, f"{world.url}/assets/{asset}")
    assert await shown(tab, 0) == 0
    # a link that names a time and no frame leads to the frame of that time
    await tab.go(f"{world.url}/assets/{asset}?t=1.5")
    assert await shown(tab, 44) == 44
    assert tab.problems == []


async def shown(tab: Tab, expected: int) -> int:
    """Return the number that the picture itself shows, once the player says that it is where it should be."""
    await tab.until(f"document.querySelector('[data-testid=timecode]')?.dataset.frame === '{expected}'")
    await tab.until("!document.querySelector('video').seeking")
    await tab.until("new Promise((seen) => requestAnimationFrame(() => requestAnimationFrame(() => seen(true))))")
    picture = (await _cut(tab)).astype(int).mean(axis=2)
    # The bars fill the stage from left to right.
    return number_in(picture[picture.shape[0] // 3])
