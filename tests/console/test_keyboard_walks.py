"""Where Tab leads on a page, and how that is called for those who do not see it: kept as texts beside this file."""

import re
from functools import partial
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.console import findings
from tests.console.browsing import visiting
from tests.console.studios import Studio
from tests.console.test_similar import answer, hits_of

WALKS = Path(__file__).parent / "walks"
PAGES = {
    "library": "/",
    "table": "/?view=table",
    "search": "/search?q=deep",
    "runs": "/runs",
    "people": "/people",
    "lists": "/catalogue/lists",
    "review": "/review?kind=low-confidence",
    "settings": "/settings",
    "add": "/add",
    "run": "/runs/{run}",
    "operators": "/catalogue/operators",
    "operator": "/catalogue/operators/words",
    "workflows": "/catalogue/workflows",
    "workflow": "/catalogue/workflows/local/reading",
    "workflow-edit": "/catalogue/workflows/local/reading/edit",
    "workflow-yaml": "/catalogue/workflows/local/reading/edit?view=yaml",
    "text": "/assets/{asset}",
    "login": "/login",
    "collection": "/people/local/walkers",
    "list": "/catalogue/lists/local/filters/walked",
    "labels": "/catalogue/labels",
    "label-collection": "/catalogue/labels/local/walks",
}
ANSWERED = {"add": "steps will run"}
"""What a page says once the server has answered, where that changes what Tab meets."""
MOST = 80
CHANGING = re.compile(
    r"(?<=Done · )\S+?(?=,)|\b[0-9a-f]{10}\b|\d+ \w+ ago|(?<![Kk])now|(?<=Signed in as ).*"
    r"|(water|<img.*)\.txt|(water|img-[-\w]+)(?=reading)|(?<=reading)CPU time.*?(?=Complete)"
)
"""What differs from one time to the next: the files are alike, so that either may be found first."""
FOCUSED = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const box = at.getBoundingClientRect();
  const label = (id) => document.getElementById(id)?.textContent ?? "";
  const labels = (at.getAttribute("aria-labelledby") ?? "").split(" ");
  const name = at.getAttribute("aria-label") || labels.map(label).join(" ")
    || at.labels?.[0]?.textContent || at.textContent || at.getAttribute("placeholder") || "";
  const role = at.getAttribute("role") || (at.tagName === "INPUT" ? at.type : at.tagName.toLowerCase());
  const isSeen = box.width >= 1 && box.height >= 1 && box.bottom > 0 && box.top < innerHeight;
  return `${role} ${name.replace(/\\s+/g, " ").trim()}${isSeen ? "" : " (out of sight)"}`;
}"""


def newest_run(installation: str) -> str:
    return str(httpx.get(f"{installation}/v1/executions", timeout=30).raise_for_status().json()["items"][0]["id"])


def newest_asset(installation: str) -> str:
    return str(httpx.get(f"{installation}/v1/assets", timeout=30).raise_for_status().json()["items"][0]["id"])


def walked(page: Page) -> list[str]:
    """Press Tab until the page begins again; return what had the focus."""
    page.evaluate("document.activeElement?.blur()")
    found: list[str] = []
    while len(found) < MOST:
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUSED)
        if at is None or (found and at == found[0]):
            return found
        found.append(CHANGING.sub("…", at))
    return found


def check_steps(found: list[str]) -> None:
    """Check that everybody can follow a walk."""
    assert found
    assert not [each for each in found if each.endswith("(out of sight)")], "what has the focus is seen (WCAG 2.4.11)"
    assert not [each for each in found if " " not in each], "what has the focus has a name"


def check_walk(name: str, found: list[str], *, update: bool) -> None:
    """Check that a walk is the one that is kept, and that everybody can follow it."""
    check_steps(found)
    file, text = WALKS / f"{name}.txt", "\n".join(found) + "\n"
    if update:
        file.write_text(text, "utf-8")
    assert file.is_file(), f"{file.name} is missing: run pytest --update and read it"
    assert text == file.read_text("utf-8"), "run pytest --update and read the difference"


@pytest.fixture(scope="module", autouse=True)
def named(installation: str) -> None:
    """A list and two collections, each of which has a page."""
    with httpx.Client(base_url=installation, timeout=30) as client:
        client.put("/v1/lists/local/filters/walked", json={"text": "water\n"}).raise_for_status()
        for kind, name in (("faces", "walkers"), ("labels", "walks")):
            made = client.post(f"/v1/collections/{kind}", json={"namespace": "local", "name": name})
            made.raise_for_status()


@pytest.mark.parametrize("name", list(PAGES))
def test_tab_leads_through_the_page(browser: Browser, installation: str, name: str, *, update: bool) -> None:
    with visiting(browser, installation, locale="en-GB", viewport={"width": 1440, "height": 900}) as visit:
        visit.open(PAGES[name].format(run=newest_run(installation), asset=newest_asset(installation)))
        if name in ANSWERED:
            visit.page.get_by_text(ANSWERED[name]).first.wait_for()
        found = walked(visit.page)
    check_walk(name, found, update=update)


def test_tab_leads_through_a_video_and_what_looks_like_it(
    browser: Browser, studio: Studio, film: bytes, *, update: bool
) -> None:
    studio.operators.said = findings.told()
    asset = studio.add("walked.mp4", film)
    hits = hits_of(studio, asset)
    with visiting(browser, studio.url, locale="en-GB", viewport={"width": 1440, "height": 900}) as visit:
        visit.open(f"/assets/{asset}?t=0.5&tab=labels")
        visit.until("document.querySelector('.box-canvas')?.dataset.boxes > 0")
        expect(visit.page.get_by_role("tab", name="Objects", selected=True)).to_be_visible()  # once its count is there
        check_walk("asset", walked(visit.page), update=update)
        visit.page.get_by_role("button", name="Boxes as a list").click()
        check_steps(walked(visit.page))  # which boxes are there first differs
        visit.page.route("**/v1/similar?*", partial(answer, hits))
        visit.open(f"/similar/{asset}?t=0.5")
        check_steps(walked(visit.page))  # so does what is most alike
