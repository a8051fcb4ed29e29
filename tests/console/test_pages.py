"""Every page in both themes, languages and widths: readable by everybody, and nothing goes wrong in it."""

from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests.console.browsing import visiting

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
    "/runs",
    "/runs?state=Error",
    "/runs/{run}?op=words",
    "/runs/{run}?view=list",
    "/runs/{run}?view=log",
    "/people",
    "/people?tab=collections",
    "/review",
    "/review?kind=low-confidence&below=60",
    "/catalogue/operators",
    "/catalogue/operators?q=nothing+is+called+so",
    "/catalogue/operators/words",
    "/catalogue/workflows",
    "/catalogue/workflows/local/reading",
    "/catalogue/workflows/local/reading?view=yaml",
    "/catalogue/workflows/local/reading/edit",
    "/catalogue/workflows/local/reading/edit?view=yaml",
    "/catalogue/lists",
    "/catalogue/lists/local/filters/rude",
    "/catalogue/labels",
    "/catalogue/labels/local/sports",
    "/people/local/crew",
    "/assets/{asset}",
    "/assets/{asset}?tab=results",
    "/assets/{asset}?tab=files",
    "/assets/{asset}?tab=compare",
    "/assets/{asset}?tab=history",
    "/settings",
    "/login",
    "/no/such/page",
)
GONE = (
    "/runs/00000000-0000-0000-0000-000000000000",
    "/people/local/nobody",
    "/catalogue/operators/nothing",
    "/catalogue/workflows/local/nothing",
    "/catalogue/lists/local/filters/nothing",
    "/catalogue/labels/local/nothing",
)


LOADED = """() => [
  ...performance.getEntriesByType("resource").map(({ name, startTime, responseEnd, encodedBodySize }) =>
    ({ name, begins: startTime, ends: responseEnd, bytes: encodedBodySize })),
  { name: "", paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? 0 },
]"""
MOST_FILES, MOST_ANSWERS = 36, 12
"""Of the library: files of the console, and requests to the API."""


def newest_run(installation: str) -> str:
    return str(httpx.get(f"{installation}/v1/executions", timeout=30).raise_for_status().json()["items"][0]["id"])


@pytest.fixture(scope="module", autouse=True)
def named(installation: str) -> None:
    """A word list, a collection of faces and one of labels, each of which has a page."""
    with httpx.Client(base_url=installation, timeout=30) as client:
        client.put("/v1/lists/local/filters/rude", json={"text": "water\n"}).raise_for_status()
        for kind, name in (("faces", "crew"), ("labels", "sports")):
            made = client.post(f"/v1/collections/{kind}", json={"namespace": "local", "name": name})
            assert made.status_code in {201, 409}, "another module has made it"


@pytest.fixture(params=list(LOOKS.values()), ids=list(LOOKS))
def look(request: pytest.FixtureRequest) -> dict[str, Any]:
    return dict(request.param)


def test_every_page_is_for_everybody(browser: Browser, installation: str, look: dict[str, Any]) -> None:
    found = {}
    run = newest_run(installation)
    asset = httpx.get(f"{installation}/v1/assets", timeout=30).raise_for_status().json()["items"][0]["id"]
    with visiting(browser, installation, **look) as visit:
        for path in PAGES:
            visit.open(path.format(run=run, asset=asset))
            found[path] = visit.violations()
            if not visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth"):
                found[path].append("something is wider than the window")
        assert visit.page.evaluate("document.documentElement.lang") == str(look["locale"])[:2]
        assert visit.page.evaluate("window.attacked") is None
    assert {path: wrong for path, wrong in found.items() if wrong} == {}


def test_an_empty_library_says_what_to_do(browser: Browser, empty: str, look: dict[str, Any]) -> None:
    with visiting(browser, empty, **look) as visit:
        visit.open("/")
        expect(visit.page.locator(".empty code").first).to_contain_text("media-insights run")
        assert visit.violations() == []


def test_what_is_gone_is_said_in_words(browser: Browser, installation: str) -> None:
    with visiting(browser, installation, locale="en-GB", viewport=NARROW) as visit:
        for path in GONE:
            visit.open(path)
            expect(visit.page.locator("main").locator(".empty, .problem").first).to_be_visible()
            assert visit.violations() == [], path
        visit.wrong[:] = [each for each in visit.wrong if "404" not in each]  # the browser notes each refusal


def test_what_attacks_is_shown_as_it_is(browser: Browser, installation: str) -> None:
    with visiting(browser, installation, locale="en-GB") as visit:
        visit.open("/")
        expect(visit.page.locator(".card-title", has_text="onerror")).to_be_visible()
        visit.open("/search?q=%3Cimg%20src%3Dx%20onerror%3D%22window.attacked%3D1%22%3E")
        assert visit.page.evaluate("window.attacked") is None
        visit.wrong[:] = [each for each in visit.wrong if "400" not in each]  # the browser notes the refusal


def test_what_the_first_paint_waits_for_is_short(browser: Browser, installation: str) -> None:
    """Time is the machine's; how many files and answers it takes, is the console's."""
    with visiting(browser, installation, locale="en-GB") as visit:
        visit.open("/")
        visit.page.locator(".card-title").first.wait_for()
        visit.until("performance.getEntriesByName('first-contentful-paint').length > 0")
        found = visit.page.evaluate(LOADED)
    files = [each for each in found if "/static/" in each["name"]]
    answers = [each for each in found if "/v1/" in each["name"]]
    painted = next(each["paint"] for each in found if "paint" in each)
    assert painted > 0, "something is painted"
    assert len(files) <= MOST_FILES, [each["name"] for each in files]
    assert len(answers) <= MOST_ANSWERS, [each["name"] for each in answers]


def test_the_first_load_is_small(browser: Browser, installation: str) -> None:
    sizes = []
    with visiting(browser, installation, locale="en-GB") as visit:
        visit.page.on(
            "response", lambda it: sizes.append(int(it.headers.get("content-length", 0)) if "/static/" in it.url else 0)
        )
        visit.open("/")
        visit.page.locator(".card-title").first.wait_for()
    assert 100_000 < sum(sizes) <= 300_000
