"""People open the console with ``kubectl media console``: through a tunnel, signed in by a token, with no Ingress."""

import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.console.browsing import FLAGS, MILLIS, chromium
from tests.e2e.conftest import RELEASE_NAMESPACE, Cluster, Media, installed_with
from tests.e2e.eventually import eventually

ACCOUNT = "console-user"
EDIT = f"media-insights-{RELEASE_NAMESPACE}-edit"
WORKFLOW = "for-the-console"
RUN_MILLIS = 300_000
"""Longest that a run of one small step takes."""


@dataclass
class Signed:
    """A page of the console, whose browser was signed in by the command."""

    page: Page
    url: str
    """Where the console is, without a final slash."""
    wrong: list[str] = field(default_factory=list)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def asset(
    cluster: Cluster, namespace: str, media: Media, test_operator: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """Given the HTTP API, an account that may edit the namespace's assets, and an asset with a result."""
    cluster.account(ACCOUNT, namespace, {"kind": "ClusterRole", "name": EDIT})
    operators = [{"name": test_operator, "configuration": {"message": "read"}}]
    head = {"apiVersion": "mediainsights.dev/v1alpha1", "kind": "MediaWorkflow", "metadata": {"name": WORKFLOW}}
    cluster.apply({**head, "spec": {"stages": [{"name": "only", "operators": operators}]}}, namespace)
    file = tmp_path_factory.mktemp("console") / "harbour.txt"
    file.write_text("The harbour is calm at dawn.\n", "utf-8")
    with installed_with("api.enabled=true"):
        made = media.analyze(file, "--workflow", WORKFLOW)
        assert made["exit"] == 0, made["stderr"]
        yield str(made["asset"])
    cluster.delete("mediaworkflows", WORKFLOW, namespace)


@contextmanager
def console_of(namespace: str) -> Iterator[str]:
    """Run the command, and give the address that it prints; it ends by Ctrl-C, without an error."""
    command = ["kubectl-media", "console", "--no-open", "--account", ACCOUNT, "--installation", RELEASE_NAMESPACE]
    running = subprocess.Popen(
        [*command, "-n", namespace], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    try:
        assert running.stdout
        assert running.stderr
        entry = running.stdout.readline().strip()
        assert entry.startswith("http://127.0.0.1:"), entry + running.stderr.read()
        yield entry
    finally:
        running.send_signal(signal.SIGINT)
        running.communicate(timeout=60)


@contextmanager
def signed_in(browser: Browser, entry: str) -> Iterator[Signed]:
    """Open the address in a new browser profile; nothing may go wrong in its pages."""
    context = browser.new_context(locale="en-GB", viewport={"width": 1440, "height": 900})
    context.set_default_timeout(MILLIS)
    expect.set_options(timeout=MILLIS)
    page = context.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(f"page error: {error}"))
    page.on("console", lambda said: wrong.append(said.text) if said.type == "error" else None)
    try:
        page.goto(entry)
        yield Signed(page, page.url.rstrip("/"), wrong)
        assert wrong == []
    finally:
        context.close()


def test_the_console_shows_what_the_account_may_see_and_who_it_is(browser: Browser, namespace: str, asset: str) -> None:
    with console_of(namespace) as entry, signed_in(browser, entry) as signed:
        page = signed.page
        expect(page.get_by_role("row", name="harbour")).to_be_visible()
        page.goto(f"{signed.url}/assets/{_id_of(page, signed.url, asset)}")
        expect(page.get_by_role("heading", level=1)).to_contain_text("harbour")
        page.goto(f"{signed.url}/settings")
        expect(page.locator("main")).to_contain_text(f"system:serviceaccount:{namespace}:{ACCOUNT}")
        (session,) = [each for each in page.context.cookies() if each["httpOnly"]]
        assert session["sameSite"] == "Strict"
        found = page.request.get(f"{signed.url}/v1/assets").json()["items"]
        assert asset in {each["name"] for each in found}
        assert {each["namespace"] for each in found} == {namespace}


@pytest.mark.usefixtures("asset")
def test_the_address_signs_one_browser_in_and_ends_with_the_command(browser: Browser, namespace: str) -> None:
    with console_of(namespace) as entry:
        with signed_in(browser, entry) as signed:
            assert signed.page.request.get(f"{signed.url}/v1/session").json()["via"] == "cookie"
            url = signed.url
        assert httpx.get(entry, timeout=30).status_code == 410
        assert httpx.get(f"{url}/v1/session", timeout=30).status_code == 401
    with pytest.raises(httpx.TransportError):
        httpx.get(f"{url}/v1/session", timeout=30)


def test_a_file_that_is_added_in_the_page_is_analysed_and_its_result_is_shown(
    browser: Browser, namespace: str, asset: str, tmp_path: Path
) -> None:
    file = tmp_path / "dusk.txt"
    file.write_text(f"The harbour is quieter at dusk than {asset}.\n", "utf-8")
    with console_of(namespace) as entry, signed_in(browser, entry) as signed:
        page = signed.page
        page.goto(f"{signed.url}/add")
        page.get_by_role("button", name="What to do with it").click()
        page.get_by_role("option", name=WORKFLOW).click()
        page.locator("input[type=file]").first.set_input_files(file)
        expect(page.locator(".sending")).to_have_attribute("data-step", "done")
        found = eventually(lambda: _id_of(page, signed.url, "dusk"), "the file is an asset")
        page.goto(f"{signed.url}/assets/{found}?tab=results")
        expect(page.locator(".asset-facts")).to_contain_text("Complete", timeout=RUN_MILLIS)  # without a reload
        expect(page.locator(".result")).to_have_count(1)
        expect(page.locator(".result")).to_contain_text("Test operator")


def _id_of(page: Page, url: str, name: str) -> str | None:
    """Return the id of the asset whose name begins so; None while there is none."""
    items = page.request.get(f"{url}/v1/assets").json()["items"]
    return next((str(each["id"]) for each in items if each["name"].startswith(name)), None)
