"""Meanings and likenesses: a block of its own below what has the words, and a page of images that look like one."""

import json
from functools import partial
from typing import Any

from playwright.sync_api import Browser, Route, expect

from tests.console import findings
from tests.console.browsing import visiting
from tests.console.studios import Studio

WIDE: dict[str, Any] = {"locale": "en-GB", "viewport": {"width": 1440, "height": 900}}
NARROW: dict[str, Any] = {"locale": "ja-JP", "viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}


def hits_of(studio: Studio, asset: str) -> list[dict[str, Any]]:
    with studio.client() as client:
        found = studio.until(client, f"/v1/search?q=Asset:{asset}&limit=5", lambda it: len(it["items"]) > 1)
    return [each | {"score": 0.871} for each in found["items"]]


def answer(hits: list[dict[str, Any]], route: Route) -> None:
    route.fulfill(content_type="application/json", body=json.dumps({"items": hits}))


def test_what_means_the_same_is_a_block_of_its_own(browser: Browser, studio: Studio, film: bytes) -> None:
    studio.operators.said = findings.told()
    asset = studio.add("meaning.mp4", film)
    alike = hits_of(studio, asset)
    with visiting(browser, studio.url, **WIDE) as visit:

        def answered(route: Route) -> None:
            answer = route.fetch()
            found = answer.json() | {"items": [], "similar": {"items": alike, "reason": ""}}
            route.fulfill(response=answer, body=json.dumps(found))

        visit.page.route("**/v1/search?*", answered)
        visit.open("/search?q=tranquil")
        block = visit.page.get_by_role("region", name="Similar meaning")
        expect(visit.page.locator(".hit-group")).to_have_count(1)
        expect(block.locator(".hit-group")).to_have_count(1)
        expect(block.locator(".hit").first).to_contain_text("0.87")
        assert visit.violations() == []


def test_images_like_one_are_a_page_whose_address_says_which(browser: Browser, studio: Studio, film: bytes) -> None:
    studio.operators.said = findings.told()
    asset = studio.add("alike.mp4", film)
    hits = hits_of(studio, asset)
    for look in (WIDE, NARROW):
        with visiting(browser, studio.url, **look) as visit:
            visit.page.route("**/v1/similar?*", partial(answer, hits))
            with visit.page.expect_request("**/v1/similar?*") as asked:
                visit.open(f"/similar/{asset}?t=2.5")
            expect(visit.page.locator(".hit").first).to_contain_text("0.87")
            assert f"asset={asset}&time=2500" in asked.value.url
            assert visit.violations() == []
            assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
            visit.page.locator(".similar-head a").click()
            expect(visit.page.get_by_role("heading", level=1)).to_contain_text("alike")


def test_where_nothing_is_known_of_how_it_looks_the_page_says_what_would_know(
    browser: Browser, studio: Studio, film: bytes
) -> None:
    studio.operators.said = findings.told()
    asset = studio.add("unseen.mp4", film)
    with visiting(browser, studio.url, **WIDE) as visit:
        visit.open(f"/similar/{asset}")
        expect(visit.page.get_by_role("heading", name="Nothing is known of how this looks")).to_be_visible()
        assert visit.violations() == []
        visit.open(f"/assets/{asset}")
        visit.page.locator(".asset-head").get_by_role("button", name="More").click()
        expect(visit.page.get_by_role("menuitem", name="Link for other pages")).to_have_count(1)
        expect(visit.page.get_by_role("menuitem", name="Find images like this one")).to_have_count(0)
        assert [each for each in visit.wrong if "404" not in each] == []
        visit.wrong.clear()  # the browser notes every answer that refuses


def test_the_page_of_an_asset_leads_to_images_like_the_one_that_is_shown(
    browser: Browser, studio: Studio, film: bytes
) -> None:
    studio.operators.said = findings.told()
    asset = studio.add("embedded.mp4", film)
    hits = hits_of(studio, asset)

    def embedded(route: Route) -> None:
        found = route.fetch()
        document = found.json()
        document["results"].append(document["results"][0] | {"name": "imageEmbedding"})
        route.fulfill(response=found, body=json.dumps(document))

    with visiting(browser, studio.url, **WIDE) as visit:
        page = visit.page
        page.route(f"**/v1/assets/{asset}", embedded)
        page.route("**/v1/similar?*", partial(answer, hits))
        visit.open(f"/assets/{asset}?t=2")
        page.locator(".asset-head").get_by_role("button", name="More").click()
        with page.expect_request("**/v1/similar?*") as asked:
            page.get_by_role("menuitem", name="Find images like this one").click()
        time = int(asked.value.url.partition("time=")[2].partition("&")[0])
        assert 1900 < time < 2100  # the middle of the frame that is shown
        expect(page.locator(".hit").first).to_be_visible()
