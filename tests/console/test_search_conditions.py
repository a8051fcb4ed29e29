"""Conditions of a search meet in one moment, in one file, or close to each other, as one choice says."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.console.browsing import Visit, visiting

LOOKS: dict[str, dict[str, Any]] = {
    "wide": {"viewport": {"width": 1440, "height": 900}, "locale": "en-GB", "color_scheme": "light"},
    "narrow": {"viewport": {"width": 390, "height": 844}, "locale": "en-GB", "color_scheme": "dark"},
}


def asked(visit: Visit, name: str) -> str:
    """Return a part of the address."""
    return parse_qs(urlsplit(visit.page.url).query).get(name, [""])[0]


@pytest.mark.parametrize("look", list(LOOKS.values()), ids=list(LOOKS))
def test_conditions_are_joined_and_hits_stand_by_themselves(
    browser: Browser, installation: str, look: dict[str, Any]
) -> None:
    with visiting(browser, installation, **look) as visit:
        page = visit.page
        visit.open("/search?q=deep+water")
        page.get_by_role("button", name="In one moment All conditions").click()
        page.get_by_role("option", name="In one file").click()
        expect(page.get_by_role("button", name="In one file All conditions")).to_be_visible()
        assert asked(visit, "q") == "asset:(deep water)"
        expect(page.locator(".chip")).to_have_count(2)
        expect(page.locator(".hit").first).to_be_visible()
        page.get_by_role("button", name="By file Group").click()
        page.get_by_role("option", name="Each moment by itself").click()
        expect(page.get_by_role("button", name="Each moment by itself Group")).to_be_visible()
        visit.until("document.querySelectorAll('.hit-group').length === document.querySelectorAll('.hit').length")
        assert asked(visit, "group") == "moment"
        assert visit.violations() == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.get_by_role("button", name="Take away: water").click()
        expect(page.locator(".chip")).to_have_count(1)
        assert asked(visit, "q") == "deep"
