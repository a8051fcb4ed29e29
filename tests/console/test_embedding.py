"""A link to one asset: it opens for somebody who is not known, and in a frame of the sites that are named alone."""

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest
from playwright.sync_api import Browser, expect

from media_insights.cli.local.serve_command import local_app
from tests.conformance.api.worlds import TEXT, workplace
from tests.console.browsing import visiting
from tests.console.installations import ATTACK, PREFIX, add, served
from tests.console.test_keyboard_walks import check_walk, walked
from tests.gateways import free_port


@contextmanager
def site(page: bytes, port: int) -> Iterator[str]:
    """Serve one page of another site."""

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *about: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Answer)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        server.shutdown()
        thread.join(30)
        server.server_close()


@pytest.fixture(scope="module")
def named() -> int:
    """Port of the site that may show links in a frame."""
    return free_port()


@pytest.fixture(scope="module")
def link(tmp_path_factory: pytest.TempPathFactory, named: int) -> Iterator[str]:
    """Address of a link to an asset of an installation that asks everybody for a token."""
    place = workplace(tmp_path_factory.mktemp("linked"))
    place.output.mkdir()
    app = local_app(place, prefix=PREFIX, embed_origins=(f"http://127.0.0.1:{named}",))
    with served(app, PREFIX) as url:
        asset = add(url, ATTACK, TEXT + ATTACK.encode())
        made = httpx.post(f"{url}/v1/assets/{asset}/embed-links", json={"days": 1}).raise_for_status().json()
        yield url.removesuffix(PREFIX) + made["path"]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_a_link_shows_the_asset_and_offers_nothing_but_looking(
    browser: Browser, link: str, theme: str, width: int
) -> None:
    with visiting(browser, link.split("/embed/", maxsplit=1)[0], viewport={"width": width, "height": 844}) as visit:
        visit.open(f"/embed/{link.split('/embed/')[1]}?theme={theme}")
        expect(visit.page.get_by_role("heading", name=ATTACK)).to_have_count(1)
        expect(visit.page.get_by_text("deep water and deep time")).to_be_visible()
        assert visit.page.locator("html").get_attribute("data-theme") == theme
        for button in ("Analyse again", "Rename", "Copy link", "Where this comes from"):
            expect(visit.page.get_by_role("button", name=button)).to_have_count(0)
        expect(visit.page.get_by_role("navigation")).to_have_count(0)
        assert visit.page.evaluate("window.attacked") is None
        assert visit.violations() == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_it_speaks_the_language_of_its_address(browser: Browser, link: str, theme: str) -> None:
    with visiting(browser, link.split("/embed/", maxsplit=1)[0]) as visit:
        for tab, panels in (("transcript", 1), ("none", 0)):
            visit.open(f"/embed/{link.split('/embed/')[1]}?locale=ja&theme={theme}&tab={tab}")
            assert visit.page.locator("html").get_attribute("lang") == "ja"
            expect(visit.page.locator("aside")).to_have_count(panels)
            assert visit.violations() == [], tab


def test_tab_leads_through_it(browser: Browser, link: str, *, update: bool) -> None:
    with visiting(browser, link.split("/embed/", maxsplit=1)[0], viewport={"width": 1440, "height": 900}) as visit:
        visit.open(f"/embed/{link.split('/embed/')[1]}")
        expect(visit.page.get_by_text("deep water and deep time")).to_be_visible()
        check_walk("embed", walked(visit.page), update=update)


def test_one_that_has_ended_says_so(browser: Browser, link: str) -> None:
    with visiting(browser, link.split("/embed/", maxsplit=1)[0]) as visit:
        visit.open("/embed/eyJhbGciOiJkaXIifQ..a.b.c")
        expect(visit.page.get_by_role("heading", name="This link has ended")).to_be_visible()
        assert visit.violations() == []


def test_the_site_that_is_named_shows_it_in_a_frame_and_no_other_does(browser: Browser, link: str, named: int) -> None:
    frame = f'<!doctype html><title>site</title><iframe src="{link}" width="900" height="600"></iframe>'.encode()
    with site(frame, named) as ours, site(frame, free_port()) as other:
        page = browser.new_page()
        page.goto(ours)
        expect(page.frame_locator("iframe").get_by_text("deep water and deep time")).to_be_visible(timeout=60_000)
        with page.expect_event("console", lambda said: "frame-ancestors" in said.text, timeout=60_000):
            page.goto(other)
        expect(page.frame_locator("iframe").get_by_text("deep water and deep time")).to_have_count(0)
        page.close()
