"""Labels of one's own: a collection is made, taught from the frame that is shown, says how sure it is, and unlearns."""

import json
from typing import Any

from playwright.sync_api import Browser, Route, expect

from tests.console import findings
from tests.console.browsing import visiting
from tests.console.studios import Studio
from tests.console.test_tabs import embedded

WIDE: dict[str, Any] = {"locale": "en-GB", "viewport": {"width": 1440, "height": 900}}
TAUGHT: dict[str, Any] = {
    "namespace": "local",
    "name": "harbours",
    "version": 4,
    "created": "2026-11-30T08:54:34Z",
    "model": "net",
    "labels": [
        {"name": "Pier", "examples": 4, "answered": 4, "right": 3},
        {"name": "Buoy", "examples": 1, "answered": 0, "right": 0},
    ],
    "examples": [
        {"id": "e1", "label": "Pier", "source": "pier.jpg"},
        {"id": "e2", "label": "Buoy", "source": "buoy.jpg"},
    ],
}


def test_a_collection_is_made_and_taught_from_a_frame(browser: Browser, studio: Studio, film: bytes) -> None:
    studio.operators.said = findings.told()
    asset = studio.add("harbour.mp4", film)
    with visiting(browser, studio.url, **WIDE) as visit:
        page = visit.page
        visit.open("/catalogue/labels")
        page.get_by_role("textbox", name="New collection").fill("harbours")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1, name="harbours")).to_be_visible()
        expect(page.locator("main")).to_contain_text("It was taught nothing yet")
        sent: list[Any] = []

        def taught(route: Route) -> None:
            sent.append(json.loads(route.request.post_data or ""))
            route.fulfill(status=201, json=TAUGHT)

        page.route(f"**/v1/assets/{asset}", embedded)
        page.route("**/v1/collections/labels/local/harbours/examples", taught)
        visit.open(f"/assets/{asset}?t=2")
        page.locator(".asset-head").get_by_role("button", name="More").click()
        page.get_by_role("menuitem", name="Teach a label").click()
        dialog = page.get_by_role("dialog", name="Teach a label")
        dialog.get_by_role("textbox", name="Label").fill("Pier")
        page.keyboard.press("Enter")
        expect(dialog).to_have_count(0)
        assert [(each["asset"], each["label"]) for each in sent] == [(asset, "Pier")]
        assert 1900 < sent[0]["time"] < 2100  # the middle of the frame that is shown


def test_it_says_how_sure_it_is_and_unlearns(browser: Browser, studio: Studio) -> None:
    left = TAUGHT | {"labels": TAUGHT["labels"][:1], "examples": TAUGHT["examples"][:1]}
    with visiting(browser, studio.url, **WIDE) as visit:
        page = visit.page
        page.route("**/v1/collections/labels/local/harbours", lambda route: route.fulfill(json=TAUGHT))
        page.route("**/v1/collections/labels/local/harbours/examples?label=Buoy", lambda it: it.fulfill(json=left))
        visit.open("/catalogue/labels/local/harbours")
        pier = page.locator(".taught-label", has_text="Pier")
        expect(pier).to_contain_text("3 of 4 answers were right (75%)")
        expect(page.locator(".taught-label", has_text="Buoy")).to_contain_text("it was never the answer")
        assert visit.violations() == []
        page.get_by_role("button", name="Take Buoy out").click()
        expect(page.locator(".taught-label")).to_have_count(1)
        page.unroute("**/v1/collections/labels/local/harbours")
        page.get_by_role("button", name="Delete the collection").click()
        page.route("**/v1/collections/labels/local/harbours", lambda it: it.continue_())
        made = {"namespace": "local", "name": "harbours"}
        with studio.client() as client:
            assert client.post("/v1/collections/labels", json=made).status_code in {201, 409}
        page.get_by_role("alertdialog").get_by_role("button", name="Delete the collection").click()
        expect(page.get_by_role("heading", name="There is no such")).to_have_count(0)
        page.wait_for_url(f"{studio.url}/catalogue/labels")
    with studio.client() as client:
        assert client.get("/v1/collections/labels/local/harbours").status_code == 404
