"""Whatever opens over a page, in both themes: readable by everybody; Escape closes it, and leads back to its opener."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.console import findings
from tests.console.browsing import Visit, visiting
from tests.console.studios import Studio
from tests.console.test_labels import TAUGHT
from tests.console.test_tabs import embedded

WIDE: dict[str, Any] = {
    "locale": "en-GB",
    "viewport": {"width": 1440, "height": 900},
    "reduced_motion": "reduce",
}
OPENED = ".modal, .popover"
KNOWN: dict[str, Any] = {
    "namespace": "local",
    "name": "actors",
    "version": 2,
    "created": "2026-11-30T08:54:34Z",
    "model": "net",
    "people": [{"name": "Ann", "faces": ["f1"]}],
    "changes": [],
}
MOST_ESCAPES = 5
Step = tuple[Any, str | re.Pattern[str]]
"""Role and name of what is pressed."""


@dataclass(frozen=True, slots=True)
class Opening:
    """A dialog, menu or list over a page: where it is, and what opens it."""

    path: str
    pressed: Sequence[Step]

    def __str__(self) -> str:
        return f"{self.path}: {', '.join(str(name) for _, name in self.pressed)}"


def opened_by(path: str, *pressed: Step) -> Opening:
    """Return what each of these opens, one after the other."""
    return Opening(path, pressed)


_MORE = ("button", "More")
_ACCOUNT = ("button", re.compile("^Signed in as "))
ASSET, LABELS = "/assets/{asset}?t=0.5", "/assets/{asset}?t=0.5&tab=labels"
OPENINGS = (
    *(opened_by("/", ("button", name)) for name in ("Appearance", "Language", "Any Type")),
    opened_by("/", _ACCOUNT),
    *(opened_by("/", _ACCOUNT, ("menuitem", re.compile(f"^{name}"))) for name in ("Commands", "Keyboard")),
    *(opened_by("/", ("button", name)) for name in ("Analyse…", "Export…", "Delete…")),
    opened_by("/", ("button", "Export…"), ("button", "Table (CSV) Format")),
    opened_by("/add", ("button", re.compile("What to do with it$"))),
    opened_by("/search?q=Boat", ("button", "Best fit first Sort")),
    opened_by("/search?q=Boat", ("button", "Play all hits")),
    opened_by("/search", ("button", "Delete the saved search boats")),
    opened_by("/people?named=yes", ("button", "Change")),
    *(opened_by("/people/local/actors", ("button", name)) for name in ("Change", "Take out", "Delete the collection")),
    opened_by(ASSET, ("button", "Analyse again")),
    opened_by(ASSET, _MORE),
    *(
        opened_by(ASSET, _MORE, ("menuitem", name))
        for name in ("Change the title", "Teach a label", "Link for other pages", "Delete")
    ),
    opened_by(ASSET, ("button", "1× Speed")),
    opened_by(LABELS, ("button", "Most seen Sort")),
    opened_by(LABELS, ("button", "Correct Boat"), ("menuitem", "Rename")),
    opened_by("/assets/{asset}?tab=results", ("button", "Delete this result")),
    opened_by("/runs/{run}", ("button", "Cancel the run")),
    opened_by("/catalogue/lists", ("button", "Vocabularies Kind")),
    *(opened_by("/catalogue/lists/local/filters/rude", ("button", name)) for name in ("Edit", "Delete")),
    opened_by("/catalogue/labels/local/harbours", ("button", "Delete the collection")),
    opened_by("/settings", ("button", "English Language")),
)
"""Those of one page stand together, since it is opened once."""


@pytest.fixture(scope="module")
def names(studio: Studio, film: bytes) -> dict[str, str]:
    """What addresses stand for, and everything that has a dialog."""
    studio.operators.said = findings.told()
    asset = studio.add("opened.mp4", film)
    studio.operators.said = {}
    asking = studio.add("asked.txt", b"who is there\n", "asking")
    with studio.client() as client:
        client.put("/v1/lists/local/filters/rude", json={"text": "water\n"}).raise_for_status()
        client.put("/v1/searches/local/boats", json={"query": "Boat"}).raise_for_status()
        made = client.post("/v1/collections/labels", json={"namespace": "local", "name": "harbours"})
        assert made.status_code in {201, 409}, "another module has made it"
        studio.until(client, f"/v1/search?q=Asset:{asset}", lambda found: found["items"])
    return {"asset": asset, "run": studio.newest_run(asking)}


def pressable(page: Page, role: Any, name: str | re.Pattern[str]) -> Locator:
    """Return the first that is called so; of an asset's page it is the asset's "More", and no panel's."""
    found = page.get_by_role(role, name=name, exact=True).filter(visible=True)
    return found.and_(page.locator("main *")).first if name == "More" else found.first


def violations(visit: Visit) -> list[str]:
    """Return what axe finds in what is open, in the theme in which it opened and in the other one."""
    is_dark = visit.page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches")
    found = still(visit).violations(OPENED)
    visit.page.emulate_media(color_scheme="light" if is_dark else "dark")
    return found + still(visit).violations(OPENED)


def still(visit: Visit) -> Visit:
    """Return the page once nothing in it moves any more: what comes in has no contrast yet."""
    visit.drawn()
    visit.until("document.getAnimations().every(each => each.playState !== 'running')")
    return visit


def check_opening(visit: Visit, opening: Opening) -> list[str]:
    """Open it by keys and close it; return what is wrong with it."""
    page, (first, *further) = visit.page, opening.pressed
    opener = pressable(page, *first)
    opener.focus()
    page.keyboard.press("Enter")
    expect(page.locator(OPENED).first).to_be_visible()
    for step in further:
        pressable(page, *step).focus()
        page.keyboard.press("Enter")
    over = page.locator(OPENED).filter(visible=True)
    expect(over.last).to_be_visible()
    wrong = violations(visit)
    for _ in range(MOST_ESCAPES):  # a menu closes before its dialog, and a tooltip before its button's menu
        if over.count():
            page.keyboard.press("Escape")
            still(visit)
    expect(over, str(opening)).to_have_count(0)
    if not opener.evaluate("it => it === document.activeElement"):
        at = page.evaluate("document.activeElement?.outerHTML.slice(0, 120)")
        wrong.append(f"the focus is at {at}")
    return wrong


def prepare(visit: Visit, path: str) -> None:
    """Do on a page what must be so before anything of it can be opened."""
    if path == "/":
        visit.page.get_by_role("row").first.focus()
        visit.page.keyboard.press("Space")
    if "tab=results" in path:
        visit.page.locator(".result").get_by_role("button").first.click()


def test_what_opens_is_for_everybody_and_leads_back(browser: Browser, studio: Studio, names: dict[str, str]) -> None:
    found, opened = {}, ""
    with visiting(browser, studio.url, **WIDE) as visit:
        visit.page.route(f"**/v1/assets/{names['asset']}", embedded)
        visit.page.route("**/v1/collections/faces/local/actors", lambda route: route.fulfill(json=KNOWN))
        visit.page.route("**/v1/collections/labels/local/harbours", lambda route: route.fulfill(json=TAUGHT))
        for opening in OPENINGS:
            if opening.path != opened:
                visit.open(opening.path.format(**names))
                prepare(visit, opening.path)
                opened = opening.path
            found[str(opening)] = check_opening(visit, opening)
    assert {where: wrong for where, wrong in found.items() if wrong} == {}
