"""A browser that notes everything that goes wrong in a page: errors, what the policy refused, and foreign requests."""

import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, Request, Route, expect

ROOT = Path(__file__).parents[2]
AXE = ROOT / "console/node_modules/axe-core/axe.min.js"
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
REFUSALS = """document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sample }) =>
  console.error(`refused by the policy: ${violatedDirective} ${blockedURI} ${sample}`))"""
"""Says what the page's own policy refuses, Trusted Types included."""
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
MILLIS = 60_000
"""Longest wait for anything: machines under load are slow, and a test that fails waits once."""


def chromium() -> str:
    """Return the browser's program; a test without one fails and says how to get it."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if not found:
        pytest.fail("no Chromium: `make console-test` installs Debian's where root may, or set CHROMIUM to one")
    return found


@dataclass
class Visit:
    """A page of the console, and what went wrong in it."""

    page: Page
    url: str
    """Address of the installation, without a final slash."""
    wrong: list[str] = field(default_factory=list)
    asked: set[Request] = field(default_factory=set)
    """Code and answers of the API that the page asked for, and that are not there."""

    def open(self, path: str) -> None:
        """Go to a page, and wait until its code and all that it asked the API for are there."""
        self.asked.clear()
        self.page.goto(f"{self.url}{path}")
        self.page.locator("h1, h2, main").first.wait_for()
        deadline = time.monotonic() + MILLIS / 1000
        while self._is_waiting():
            assert time.monotonic() < deadline, f"no answer: {[each.url for each in self.asked]}"
            self.page.wait_for_timeout(50)
        expect(self.page.locator(".skeleton")).to_have_count(0)

    def _is_waiting(self) -> bool:
        """Whether an answer is missing, or one was shown whose next question may come with the next picture."""
        waited = bool(self.asked)
        self.drawn()
        return waited or bool(self.asked)

    def drawn(self) -> None:
        """Return once what is so far is on the screen."""
        self.page.evaluate("new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)))")

    def until(self, expression: str) -> None:
        """Return once an expression is true in the page; the browser's own waiting needs `eval`."""
        deadline = time.monotonic() + MILLIS / 1000
        while not self.page.evaluate(expression):
            assert time.monotonic() < deadline, f"never: {expression}"
            self.page.wait_for_timeout(50)

    def violations(self, within: str = "") -> list[str]:
        """Return what axe finds against WCAG 2.2 AA, in the whole page or within what a selector means."""
        if not AXE.is_file():
            pytest.fail("no axe: run `make console` first, which brings the console's packages")
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE.read_text("utf-8"))
        asked = {"rules": RULES, "within": within}
        found: Any = self.page.evaluate("({ rules, within }) => axe.run(within || document, { runOnly: rules })", asked)
        return [f"{each['id']}: {[node['target'] for node in each['nodes']][:3]}" for each in found["violations"]]


@contextmanager
def visiting(browser: Browser, url: str, **options: Any) -> Iterator[Visit]:
    """Open a page of a new browser profile; at its end nothing may have gone wrong."""
    context = browser.new_context(**options)
    context.set_default_timeout(MILLIS)
    context.add_init_script(REFUSALS)
    expect.set_options(timeout=MILLIS)
    visit = Visit(context.new_page(), url)

    def noted(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            visit.wrong.append(f"{message.type}: {message.text} {message.location.get('url', '')}")

    def requested(request: Request) -> None:
        if not request.url.startswith((f"{url}/", "blob:", "data:")):
            visit.wrong.append(f"a request outside of the prefix: {request.url}")
        if request.resource_type in {"fetch", "script"}:
            visit.asked.add(request)

    def answered(request: Request) -> None:
        visit.asked.discard(request)

    visit.page.on("console", noted)
    visit.page.on("pageerror", lambda error: visit.wrong.append(f"page error: {error}"))
    visit.page.on("request", requested)
    visit.page.on("response", lambda response: answered(response.request))
    visit.page.on("requestfailed", answered)
    try:
        yield visit
        assert visit.wrong == [], visit.wrong
    finally:
        context.close()


class Gate:
    """Keeps requests of a page until it is opened."""

    def __init__(self, page: Page, pattern: str) -> None:
        self._page = page
        self._pattern = pattern
        self._held: list[Route] = []
        self._is_open = False
        page.route(pattern, self._keep)

    def wait(self) -> None:
        """Return once a request is held."""
        deadline = time.monotonic() + MILLIS / 1000
        while not self._held:
            assert time.monotonic() < deadline, f"never asked for: {self._pattern}"
            self._page.wait_for_timeout(50)

    def open(self) -> None:
        """Let go what is held, which is one request at least, and what comes."""
        self.wait()
        self._is_open = True
        for each in self._held:
            each.continue_()

    def _keep(self, route: Route) -> None:
        if self._is_open:
            route.continue_()
        else:
            self._held.append(route)


def busy(route: Route) -> None:
    """Answer a request as a server that is busy."""
    problem = '{"code": "unavailable", "status": 503, "title": "", "type": "", "detail": "the index is being made"}'
    route.fulfill(status=503, content_type="application/problem+json", body=problem)


def forbidden(route: Route) -> None:
    """Answer a request as a server that does not let the caller."""
    problem = '{"code": "forbidden", "status": 403, "title": "", "type": "", "detail": "you may not list mediaassets"}'
    route.fulfill(status=403, content_type="application/problem+json", body=problem)


def may_only_look(route: Route) -> None:
    """Answer what somebody may do who may see media, and no more."""
    items = [
        {
            "kind": kind,
            "verb": verb,
            "allowed": verb in {"get", "list"},
            "reason": "" if verb in {"get", "list"} else f"an administrator binds a role with the verb {verb}",
        }
        for kind in ("mediaassets", "mediaexecutions", "mediaworkflows")
        for verb in ("get", "list", "create", "update", "delete")
    ]
    route.fulfill(content_type="application/json", body=json.dumps({"namespace": "local", "items": items}))
