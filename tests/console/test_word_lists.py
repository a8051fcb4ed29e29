"""Word lists in the catalogue: made, read as terms or as a table, changed into a next version, compared, deleted."""

from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests.console.browsing import visiting

WIDE: dict[str, Any] = {"locale": "en-GB", "viewport": {"width": 1440, "height": 900}}
NARROW: dict[str, Any] = {"locale": "ja-JP", "viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}


def store(url: str, kind: str, name: str, *texts: str) -> None:
    for text in texts:
        httpx.put(f"{url}/v1/lists/local/{kind}/{name}", json={"text": text}, timeout=30).raise_for_status()


def test_a_list_is_made_changed_compared_and_deleted(browser: Browser, filling: str) -> None:
    with visiting(browser, filling, **WIDE) as visit:
        page = visit.page
        visit.open("/catalogue/lists")
        form = page.get_by_role("region", name="New list")
        form.get_by_label("Name", exact=True).fill("places")
        form.get_by_label("Content").fill("Narvik\nLofoten\n")
        form.get_by_role("button", name="Create").click()
        expect(page.get_by_role("heading", name="places")).to_be_visible()
        expect(page.locator(".list-reference code")).to_have_text("list:vocabularies/places")
        expect(page.locator(".list-content li")).to_have_text(["Narvik", "Lofoten"])

        page.get_by_role("button", name="Edit").click()
        dialog = page.get_by_role("dialog")
        dialog.get_by_label("Content").fill("Narvik\nTromsø\n")
        # what was announced of a button that is gone goes, too, after some seconds
        visit.until("!document.querySelector('[role=log] [role=img]')")
        assert visit.violations() == []
        dialog.get_by_role("button", name="Store").click()
        expect(dialog).to_have_count(0)
        compared = page.get_by_role("region", name="Compared with version 1")
        expect(compared.locator("[data-change=added]")).to_contain_text("Tromsø")
        expect(compared.locator("[data-change=removed]")).to_contain_text("Lofoten")

        page.get_by_role("button", name="2, the newest").click()
        page.get_by_role("option", name="1", exact=True).click()
        expect(page.locator(".list-reference code")).to_have_text("list:vocabularies/places@1")
        expect(page.locator(".list-content li")).to_have_text(["Narvik", "Lofoten"])
        page.reload()
        expect(page.locator(".list-content li")).to_have_text(["Narvik", "Lofoten"])  # the address says which

        page.get_by_role("button", name="Delete").click()
        page.get_by_role("alertdialog").get_by_role("button", name="Delete").click()
        expect(page.get_by_role("heading", name="There are no word lists")).to_be_visible()
    assert httpx.get(f"{filling}/v1/lists", params={"namespace": "local"}, timeout=30).json()["items"] == []


@pytest.mark.parametrize("look", [WIDE, NARROW], ids=["wide, light, English", "narrow, dark, Japanese"])
def test_lists_are_for_everybody(browser: Browser, filling: str, look: dict[str, Any]) -> None:
    store(filling, "terminologies", "weather", "en,es\ncloud,nube\n", 'en,es\ncloud,nube\n"rain, light",llovizna\n')
    store(filling, "filters", "mild", "darn\n")
    try:
        with visiting(browser, filling, **look) as visit:
            for path in ("/catalogue/lists", "/catalogue/lists/local/terminologies/weather"):
                visit.open(path)
                assert visit.violations() == [], path
                assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
            expect(visit.page.locator(".facts-table td").nth(2)).to_have_text("rain, light")
            visit.open("/catalogue/lists?q=mild")
            expect(visit.page.locator(".list-card")).to_have_count(1)
    finally:
        for address in ("terminologies/weather", "filters/mild"):
            httpx.delete(f"{filling}/v1/lists/local/{address}", timeout=30).raise_for_status()


def test_what_no_list_can_hold_is_refused_in_words(browser: Browser, filling: str) -> None:
    with visiting(browser, filling, **WIDE) as visit:
        page = visit.page
        visit.open("/catalogue/lists")
        form = page.get_by_role("region", name="New list")
        form.get_by_role("button", name="Vocabularies").click()
        page.get_by_role("option", name="Filters").click()
        form.get_by_label("Name", exact=True).fill("mild")
        form.get_by_label("Content").fill("two words\n")
        form.get_by_role("button", name="Create").click()
        expect(form.get_by_role("alert")).to_contain_text("several words")
        visit.open("/catalogue/lists/local/filters/none")
        expect(page.get_by_role("heading", name="There is no such list")).to_be_visible()
        assert [each for each in visit.wrong if "400" not in each and "404" not in each] == []
        visit.wrong.clear()  # the browser notes every answer that refuses
