"""People get names, become one and are told apart again; findings are decided: by the mouse and by keys alone."""

import re
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.console import findings
from tests.console.browsing import visiting
from tests.console.studios import Studio

WIDE: dict[str, Any] = {"locale": "en-GB", "viewport": {"width": 1440, "height": 900}}


def told_of(*people: tuple[str, int, int]) -> dict[str, dict[str, Any]]:
    return {**findings.told(), "face-search": findings.people(*people)}


def name_it(page: Page, name: str) -> None:
    """Type a name into the dialog, whose field is ready for it, and send it."""
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("textbox", name="Name")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type(name)


def test_people_are_named_joined_and_told_apart_by_the_mouse(browser: Browser, studio: Studio, film: bytes) -> None:
    studio.operators.said = told_of(("Mia Mouse", 1, 0), ("", 2, 500), ("Max Mouse", 3, 1000))
    studio.add("mouse.mp4", film)
    with visiting(browser, studio.url, **WIDE) as visit:
        page = visit.page
        page.clock.install()
        visit.open("/people?named=yes")
        person = page.locator(".person", has=page.get_by_role("heading", name="Max Mouse"))
        person.get_by_role("button", name="Change").click()
        name_it(page, "Mia Mouse")
        dialog = page.get_by_role("dialog")
        expect(dialog).to_contain_text("There is a person Mia Mouse already")
        assert visit.violations() == []
        dialog.get_by_role("button", name="Make them one").click()
        expect(person).to_have_count(0)
        page.clock.fast_forward(30_000)  # whoever is slow may take it back, too
        page.locator(".toast").get_by_role("button", name="Undo").click()
        expect(person).to_be_visible()
        person.get_by_role("button", name="Change").click()
        name_it(page, "Maximilian")
        dialog.get_by_role("button", name="Save").click()
        expect(page.get_by_role("heading", name="Maximilian")).to_be_visible()
        expect(person).to_have_count(0)


def test_people_are_named_joined_and_told_apart_by_keys(browser: Browser, studio: Studio, film: bytes) -> None:
    studio.operators.said = told_of(("Kim Key", 1, 0), ("", 2, 500), ("Kai Key", 3, 1000))
    studio.add("keys.mp4", film)
    with visiting(browser, studio.url, **WIDE) as visit:
        page = visit.page
        visit.open("/people?named=yes")
        change = page.locator(".person", has=page.get_by_role("heading", name="Kai Key")).get_by_role(
            "button", name="Change"
        )
        change.focus()
        page.keyboard.press("Enter")
        name_it(page, "never mind")
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(change).to_be_focused()  # where one was before
        page.keyboard.press("Enter")
        name_it(page, "Kim Key")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Kai Key")).to_have_count(0)
        # focus is not lost with what had it
        visit.until("document.activeElement !== document.body")
        undo = page.locator(".toast").get_by_role("button", name="Undo")
        undo.focus()
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Kai Key")).to_be_visible()


def test_a_collection_names_joins_and_forgets(browser: Browser, studio: Studio) -> None:
    with visiting(browser, studio.url, **WIDE) as visit:
        page = visit.page
        visit.open("/people?tab=collections")
        page.get_by_role("textbox", name="New collection").fill("staff")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1, name="staff")).to_be_visible()
        expect(page.locator("main")).to_contain_text("It knows nobody yet")
        assert visit.violations() == []
        page.get_by_role("button", name="Delete the collection").click()
        page.get_by_role("alertdialog").get_by_role("button", name="Delete the collection").click()
        expect(page.locator("main")).to_contain_text("There are no collections")


def test_findings_are_decided_by_keys(browser: Browser, studio: Studio, film: bytes) -> None:
    studio.operators.said = {
        **told_of(),
        "content-moderation": findings.unsafe(("Fire", 0, 90.0), ("Knife", 500, 80.0), ("Smoke", 1000, 70.0)),
    }
    asset = studio.add("unsafe.mp4", film)
    with studio.client() as client:
        for each in studio.listed(client, "/v1/review"):
            if each["asset"]["id"] != asset:  # of other tests
                body = {"operation": "confirm", "result": each["result"], "anchor": each["anchor"]}
                client.post(f"/v1/assets/{each['asset']['id']}/edits", json=body).raise_for_status()
    with visiting(browser, studio.url, **WIDE) as visit:
        page = visit.page
        visit.open("/review")
        shown = page.locator(".review-title h2")
        frame = page.locator("figure.review-frame")
        expect(shown).to_have_text("Fire")
        expect(frame).to_have_attribute("data-blurred", "true")
        assert visit.violations() == []
        page.keyboard.press("b")
        expect(frame).not_to_have_attribute("data-blurred", "true")
        page.keyboard.press("ArrowRight")
        expect(shown).to_have_text("Knife")
        page.keyboard.press("ArrowLeft")
        expect(shown).to_have_text("Fire")
        page.keyboard.press("s")  # a second look: it comes last
        expect(shown).to_have_text("Knife")
        page.keyboard.press("n")
        expect(page.get_by_role("textbox", name="Why")).to_be_focused()
        page.keyboard.type("a bread knife – cr")  # letters that are typed decide nothing
        expect(shown).to_have_text("Knife")
        page.keyboard.press("Escape")
        page.locator("h1").click()
        page.keyboard.press("r")
        expect(shown).to_have_text("Smoke")
        page.keyboard.press("c")
        expect(shown).to_have_text("Fire")
        page.keyboard.press("u")
        expect(page.locator(".page-count")).to_contain_text(re.compile(r"^2\+? left"))
        page.keyboard.press("c")
        expect(page.locator(".page-count")).to_contain_text(re.compile(r"^1\+? left"))
        page.keyboard.press("c")
        expect(page.locator(".empty")).to_contain_text("decisions made")
        assert visit.violations() == []
    with studio.client() as client:
        edits = client.get(f"/v1/assets/{asset}/edits").json()["items"]
        made = [(each["operation"], each["anchor"]["title"], each["note"]) for each in edits if each["anchor"]]
        assert ("reject", "Knife", "a bread knife – cr") in made
        assert studio.listed(client, "/v1/review") == []
