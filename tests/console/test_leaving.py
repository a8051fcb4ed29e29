"""A page that is left stays left, whatever it was about to write into its address: another's code may come slowly."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.console import findings
from tests.console.browsing import Gate, visiting
from tests.console.studios import Studio

WIDE = {"locale": "en-GB", "viewport": {"width": 1440, "height": 900}}
SETTLED = """new Promise(resolve => {
  const video = document.querySelector("video");
  const look = () => video?.seeking ? setTimeout(look, 20) : setTimeout(resolve, 300);
  look();
})"""
"""Resolves once the page has written what it writes a quarter of a second later: its timer was set before."""


def seek(page: Page) -> None:
    page.keyboard.press("ArrowRight")


def narrow(page: Page) -> None:
    page.get_by_role("searchbox", name="Find by name").fill("nothing of this name")


@pytest.mark.parametrize(
    ("path", "act"), [("/assets/{asset}?t=2", seek), ("/", narrow)], ids=["an asset is sought in", "names are typed"]
)
def test_a_page_writes_its_address_no_more_once_another_was_asked_for(
    browser: Browser, studio: Studio, film: bytes, path: str, act: Callable[[Page], None]
) -> None:
    studio.operators.said = findings.told()
    asset = studio.add("left.mp4", film)
    with visiting(browser, studio.url, **WIDE) as visit:
        page = visit.page
        gate = Gate(page, "**/static/RunsPage-*.js")
        visit.open(path.format(asset=asset))
        page.evaluate(SETTLED)
        act(page)
        page.get_by_role("link", name="Runs").first.click()
        page.evaluate(SETTLED)
        assert page.url.endswith("/runs")
        gate.open()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Runs")
