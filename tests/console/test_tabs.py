"""Every tab of an asset, and what keys open, in both themes, languages and widths: readable by everybody."""

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from tests.console import findings
from tests.console.browsing import visiting
from tests.console.studios import Studio
from tests.console.test_pages import LOOKS, NARROW
from tests.console.wording import Wording

TABS = ("transcript", "labels", "people", "text", "moderation", "captions", "results", "files", "compare", "history")


@pytest.fixture(scope="module")
def asset(studio: Studio, film: bytes) -> str:
    """An asset of which every operator says something."""
    studio.operators.said = findings.told()
    return studio.add("readable.mp4", film)


@pytest.fixture(params=list(LOOKS.values()), ids=list(LOOKS))
def look(request: pytest.FixtureRequest) -> dict[str, Any]:
    return dict(request.param)


def embedded(route: Route) -> None:
    """Answer an asset as if its images were embedded."""
    answer = route.fetch()
    document = answer.json()
    results = [*document["results"], document["results"][0] | {"name": "imageEmbedding"}]
    route.fulfill(response=answer, json=document | {"results": results})


def press(page: Page, wording: Wording, role: Any, key: str) -> None:
    """Press the first that is called so, which is seen."""
    page.get_by_role(role, name=wording.says(key)).filter(visible=True).first.click()


def test_what_opens_by_keys_is_for_everybody(browser: Browser, studio: Studio, look: dict[str, Any]) -> None:
    with visiting(browser, studio.url, **look) as visit:
        for key in ("?", "Control+k"):
            visit.open("/runs")
            visit.page.keyboard.press(key)
            expect(visit.page.get_by_role("dialog")).to_be_visible()
            assert visit.violations() == [], key
        if look["viewport"] == NARROW:
            visit.open("/runs")
            press(visit.page, Wording(str(look["locale"])[:2]), "button", "shell.more")
            expect(visit.page.locator(".popover")).to_be_visible()
            assert visit.violations() == []


def test_every_tab_of_an_asset_is_for_everybody(
    browser: Browser, studio: Studio, asset: str, look: dict[str, Any]
) -> None:
    found = {}
    with visiting(browser, studio.url, **look) as visit:
        for tab in TABS:
            visit.open(f"/assets/{asset}?tab={tab}")
            expect(visit.page.locator(".asset-panel")).to_be_visible()
            found[tab] = visit.violations()
            if not visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
                found[tab].append("something is wider than the window")
    assert {tab: wrong for tab, wrong in found.items() if wrong} == {}


def test_what_is_drawn_is_listed_for_those_who_do_not_see_it(
    browser: Browser, studio: Studio, asset: str, look: dict[str, Any]
) -> None:
    wording = Wording(str(look["locale"])[:2])
    with visiting(browser, studio.url, **look) as visit:
        page = visit.page
        visit.open(f"/assets/{asset}?t=0.5")
        toggle = page.get_by_role("button", name=wording.says("asset.boxesAsList"))
        toggle.focus()
        page.keyboard.press("Enter")
        boxes = page.get_by_role("list", name=wording.says("asset.boxesNow")).get_by_role("listitem")
        expect(boxes).to_have_count(int(page.locator(".box-canvas").get_attribute("data-boxes") or 0))
        sea = boxes.filter(has_text="Sea 88").get_by_role("button")
        expect(sea).to_have_count(1)
        assert visit.violations() == []
        sea.focus()
        page.keyboard.press("Enter")
        expect(sea).to_have_attribute("aria-current", "true")
        visit.until("new URL(location.href).searchParams.get('m') !== null")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
