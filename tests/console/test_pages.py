"""Every page in both themes, languages and widths: readable by everybody, and nothing goes wrong in it."""

from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.console.browsing import busy, visiting

WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
LOOKS = {
    "wide, light, English": {"viewport": WIDE, "color_scheme": "light", "locale": "en-GB"},
    "wide, dark, Japanese": {"viewport": WIDE, "color_scheme": "dark", "locale": "ja-JP"},
    "narrow, dark, English": {"viewport": NARROW, "color_scheme": "dark", "locale": "en-GB"},
    "narrow, light, Japanese": {"viewport": NARROW, "color_scheme": "light", "locale": "ja-JP"},
}
PAGES = (
    "/",
    "/?view=table",
    "/?q=nothing+is+called+so",
    "/search",
    "/search?q=deep",
    "/add",
    "/login",
    "/no/such/page",
)


@pytest.fixture(params=list(LOOKS.values()), ids=list(LOOKS))
def look(request: pytest.FixtureRequest) -> dict[str, Any]:
    return dict(request.param)


def test_every_page_is_for_everybody(browser: Browser, installation: str, look: dict[str, Any]) -> None:
    found = {}
    with visiting(browser, installation, **look) as visit:
        for path in PAGES:
            visit.open(path)
            found[path] = visit.violations()
        assert visit.page.evaluate("document.documentElement.lang") == str(look["locale"])[:2]
        assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing is cut off"
        assert visit.page.evaluate("window.attacked") is None
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


def test_an_empty_library_says_what_to_do(browser: Browser, empty: str, look: dict[str, Any]) -> None:
    with visiting(browser, empty, **look) as visit:
        visit.open("/")
        expect(visit.page.locator(".empty code").first).to_contain_text("media-insights run")
        assert visit.violations() == []


def test_what_attacks_is_shown_as_it_is(browser: Browser, installation: str) -> None:
    with visiting(browser, installation, locale="en-GB") as visit:
        visit.open("/")
        expect(visit.page.locator(".card-title", has_text="onerror")).to_be_visible()
        visit.open("/search?q=%3Cimg%20src%3Dx%20onerror%3D%22window.attacked%3D1%22%3E")
        assert visit.page.evaluate("window.attacked") is None
        visit.wrong[:] = [each for each in visit.wrong if "400" not in each]  # the browser notes the refusal


def test_a_busy_server_is_said_in_words_and_asked_again(browser: Browser, installation: str) -> None:
    with visiting(browser, installation, locale="en-GB") as visit:
        visit.page.route("**/v1/assets?*", busy)
        visit.open("/")
        problem = visit.page.get_by_role("alert")
        expect(problem).to_contain_text("the index is being made")
        assert visit.violations() == []
        visit.page.unroute("**/v1/assets?*")
        problem.get_by_role("button", name="Try again").click()
        expect(visit.page.locator(".card-title").first).to_be_visible()
        visit.wrong[:] = [each for each in visit.wrong if "503" not in each]


def test_the_first_load_is_small(browser: Browser, installation: str) -> None:
    sizes = []
    with visiting(browser, installation, locale="en-GB") as visit:
        visit.page.on(
            "response", lambda it: sizes.append(int(it.headers.get("content-length", 0)) if "/static/" in it.url else 0)
        )
        visit.open("/")
        visit.page.locator(".card-title").first.wait_for()
    assert 100_000 < sum(sizes) <= 300_000
