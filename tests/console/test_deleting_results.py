"""One result is deleted in the page: asked first, refused on hold, gone from the page, told by a receipt."""

import json
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.console import findings
from tests.console.browsing import visiting
from tests.console.studios import Studio

WIDE: dict[str, Any] = {"locale": "en-GB", "viewport": {"width": 1440, "height": 900}}


def ask(page: Page, result: str) -> None:
    """Open a result's details, and ask to delete it."""
    row = page.locator(".result", has=page.get_by_role("button", name=result))
    if row.get_by_role("button", name="Delete this result").count() == 0:
        row.get_by_role("button", name=result).click()
    row.get_by_role("button", name="Delete this result").click()


def test_a_result_goes_with_a_receipt_and_the_others_stay(browser: Browser, studio: Studio, film: bytes) -> None:
    studio.operators.said = findings.told()
    asset = studio.add("pruned.mp4", film)
    with visiting(browser, studio.url, **WIDE) as visit:
        page = visit.page
        visit.open(f"/assets/{asset}?tab=results")
        ask(page, "Objects")
        dialog = page.get_by_role("alertdialog")
        expect(dialog).to_contain_text("cannot be brought back")
        before = page.locator(".result").count()
        assert visit.violations() == []
        dialog.get_by_role("button", name="Cancel").click()
        expect(dialog).to_have_count(0)  # until then nothing beside it can be met by its role
        expect(page.locator(".result")).to_have_count(before)

        ask(page, "Objects")
        dialog.get_by_role("button", name="Delete", exact=True).click()
        expect(dialog).to_contain_text("Nothing of it is left")
        with page.expect_download() as downloading:
            dialog.get_by_role("link", name="Download the receipt").click()
        receipt = json.loads(Path(downloading.value.path()).read_text("utf-8"))
        assert (receipt["result"], receipt["objectsLeft"]) == ("labelDetection", 0)
        assert visit.violations() == []
        dialog.get_by_role("button", name="Close").last.click()
        expect(page.locator(".result")).to_have_count(before - 1)  # no reload
        expect(page.locator(".result", has_text="Objects")).to_have_count(0)
        with studio.client() as client:
            assert client.get(f"/v1/assets/{asset}/results/labelDetection").status_code == 404
            assert client.get(f"/v1/assets/{asset}/results/textDetection").status_code == 200


def test_a_result_on_hold_stays_and_the_page_says_why(browser: Browser, studio: Studio, film: bytes) -> None:
    studio.operators.said = findings.told()
    asset = studio.add("held.mp4", film)
    with studio.client() as client:
        client.patch(f"/v1/assets/{asset}", json={"legalHold": "case 12"}).raise_for_status()
    with visiting(browser, studio.url, **WIDE) as visit:
        page = visit.page
        visit.open(f"/assets/{asset}?tab=results")
        ask(page, "Objects")
        dialog = page.get_by_role("alertdialog")
        dialog.get_by_role("button", name="Delete", exact=True).click()
        expect(dialog.get_by_role("alert")).to_contain_text("It is on legal hold")
        expect(dialog.get_by_role("alert")).to_contain_text("case 12")
        dialog.get_by_role("button", name="Cancel").click()
        expect(page.locator(".result", has_text="Objects")).to_have_count(1)
        assert [each for each in visit.wrong if "409" not in each] == []
        visit.wrong.clear()  # the browser notes every answer that refuses
