"""Every page in every state: while it loads, without anything in it, when the server is busy, and without the right."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Route, expect

from tests.console.browsing import busy, forbidden, may_only_look, visiting

NARROW: dict[str, Any] = {"locale": "en-GB", "viewport": {"width": 390, "height": 844}}
ASKED = {
    "/": "**/v1/assets?*",
    "/search?q=deep": "**/v1/search?*",
    "/add": "**/v1/workflows?*",
    "/assets/{asset}": "**/v1/assets/{asset}",
    "/assets/{asset}?tab=history": "**/v1/assets/{asset}/edits",
    "/runs": "**/v1/executions?*",
    "/runs/{run}": "**/v1/executions/{run}",
    "/people": "**/v1/people?*",
    "/people?tab=collections": "**/v1/collections/**",
    "/people/local/staff": "**/v1/collections/faces/local/staff",
    "/review": "**/v1/review?*",
    "/catalogue/operators": "**/v1/operators",
    "/catalogue/operators/words": "**/v1/operators/words",
    "/catalogue/workflows": "**/v1/workflows?*",
    "/catalogue/workflows/local/reading": "**/v1/workflows/local/reading",
    "/catalogue/lists": "**/v1/lists?*",
    "/catalogue/labels": "**/v1/collections/labels?*",
    "/settings": "**/v1/limits",
}
"""Page → what of the API it cannot do without."""
EMPTY = {
    "/": "Nothing here yet",
    "/search?q=deep": "Nothing",
    "/runs": "Nothing has run yet",
    "/people": "Nobody is seen here",
    "/people?tab=collections": "There are no collections",
    "/catalogue/lists": "There are no word lists",
    "/catalogue/labels": "There are no collections of labels",
    "/review": "Nothing waits for a decision",
    "/review?kind=low-confidence": "Nothing waits for a decision",
}


@pytest.fixture(scope="module")
def names(installation: str) -> dict[str, str]:
    """What the addresses of pages stand for."""
    run = httpx.get(f"{installation}/v1/executions", timeout=30).raise_for_status().json()["items"][0]
    assets = httpx.get(f"{installation}/v1/assets", timeout=30).raise_for_status().json()["items"]
    httpx.post(f"{installation}/v1/collections/faces", json={"namespace": "local", "name": "staff"}, timeout=30)
    return {"run": run["id"], "asset": assets[0]["id"]}


@pytest.fixture(params=list(ASKED))
def page_and_request(request: pytest.FixtureRequest, names: dict[str, str]) -> tuple[str, str]:
    return request.param.format(**names), ASKED[request.param].format(**names)


class Server:
    """What a request is answered with, which a test changes as it goes on."""

    def __init__(self) -> None:
        self.answer: Callable[[Route], None] | None = None
        self.held: list[Route] = []

    def handle(self, route: Route) -> None:
        if self.answer is None:
            self.held.append(route)
        else:
            self.answer(route)

    def become(self, answer: Callable[[Route], None]) -> None:
        """Answer like this from now on, and what waits too."""
        self.answer = answer
        waiting, self.held = self.held, []
        for each in waiting:
            answer(each)


def test_what_is_on_its_way_says_so_and_what_fails_can_be_asked_again(
    browser: Browser, installation: str, page_and_request: tuple[str, str]
) -> None:
    path, asked = page_and_request
    server = Server()
    with visiting(browser, installation, **NARROW) as visit:
        page = visit.page
        page.route(asked, server.handle)
        page.goto(f"{installation}{path}")
        is_form = path == "/add"  # which is there at once
        if not is_form:
            expect(page.get_by_role("status", name="Loading").first).to_be_visible()
            assert visit.violations() == []
        server.become(busy)
        problem = page.get_by_role("alert").first
        expect(problem).to_contain_text("the index is being made")
        assert visit.violations() == []
        server.become(lambda route: route.continue_())
        if not is_form:
            problem.get_by_role("button", name="Try again").click()
            expect(page.get_by_role("alert")).to_have_count(0)
        server.become(forbidden)
        page.goto(f"{installation}{path}")
        expect(page.get_by_role("alert").first).to_contain_text("you may not list mediaassets")
        visit.wrong[:] = [each for each in visit.wrong if "403" not in each and "503" not in each]


@pytest.mark.parametrize("path", list(EMPTY))
def test_a_page_without_anything_teaches_what_comes_next(browser: Browser, empty: str, path: str) -> None:
    with visiting(browser, empty, **NARROW) as visit:
        visit.open(path)
        expect(visit.page.locator(".empty")).to_contain_text(EMPTY[path])
        assert visit.violations() == []


def test_whoever_may_only_look_is_told_why(browser: Browser, installation: str, names: dict[str, str]) -> None:
    with visiting(browser, installation, locale="en-GB", viewport={"width": 1440, "height": 900}) as visit:
        page = visit.page
        page.route("**/v1/session/rights?*", may_only_look)
        guarded = {
            "/assets/{asset}": "Analyse again",
            "/people": "Change",
            "/people/local/staff": "Delete the collection",
            "/review?kind=low-confidence": "Confirm",
        }
        for path, name in guarded.items():
            visit.open(path.format(**names))
            expect(page.locator("main").get_by_role("button", name=name).first).to_be_disabled()
            expect(page.locator("main")).to_contain_text("an administrator binds a role")
            assert visit.violations() == [], path
