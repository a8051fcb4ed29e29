"""The page of an asset of each type, with all that was found in it, and before anything was."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.console import clips, findings
from tests.console.browsing import visiting
from tests.console.studios import FAILS, Studio

WIDE: dict[str, Any] = {"locale": "en-GB", "viewport": {"width": 1440, "height": 900}}


def test_a_sound_is_played_and_read(browser: Browser, studio: Studio, tmp_path: Path) -> None:
    studio.operators.said = findings.told()
    asset = studio.add("memo.wav", clips.tone(6, tmp_path))
    with visiting(browser, studio.url, **WIDE) as visit:
        visit.open(f"/assets/{asset}")
        expect(visit.page.locator(".stage[data-type=Audio]")).to_be_visible()
        visit.page.get_by_role("button", name="Play from 0:02").click()
        visit.until("Math.round(document.querySelector('video').currentTime) === 2")
        expect(visit.page.locator(".segment").nth(1)).to_contain_text("boats leave")
        assert visit.violations() == []


def test_what_is_in_an_image_lies_where_it_is(browser: Browser, studio: Studio, tmp_path: Path) -> None:
    studio.operators.said = {**findings.told(), "transcribe": findings.spoken()}
    asset = studio.add("pier.png", clips.photograph(tmp_path))
    with visiting(browser, studio.url, **WIDE) as visit:
        visit.open(f"/assets/{asset}?tab=labels")
        picture = visit.page.locator(".stage[data-type=Image] img")
        expect(picture).to_be_visible()
        visit.until("Number(document.querySelector('.box-canvas')?.dataset.boxes) > 0")
        expect(visit.page.locator(".lane-canvas")).to_have_count(0)  # an image has no time
        expect(visit.page.locator(".group", has_text="Boat")).to_be_visible()
        assert visit.violations() == []


def test_a_text_is_shown_as_text(browser: Browser, studio: Studio) -> None:
    studio.operators.said = {**findings.told(), "transcribe": findings.spoken()}
    asset = studio.add("log.txt", b"<b>the sea</b>\n" * 30_000)
    with visiting(browser, studio.url, **WIDE) as visit:
        visit.open(f"/assets/{asset}")
        expect(visit.page.locator(".stage-text pre")).to_contain_text("<b>the sea</b>")
        expect(visit.page.locator(".stage-text")).to_contain_text("Only the beginning is shown")
        assert visit.violations() == []


@pytest.mark.parametrize("name", ["film.mp4", "sound.wav", "picture.png", "words.txt"])
def test_a_page_works_before_anything_was_found(
    browser: Browser, studio: Studio, film: bytes, tmp_path: Path, name: str
) -> None:
    contents = {
        "film.mp4": film,
        "sound.wav": clips.tone(2, tmp_path),
        "picture.png": clips.photograph(tmp_path),
        "words.txt": b"words\n",
    }
    asset = studio.begin(name, contents[name], workflow="")
    with studio.client() as client:
        studio.until(client, f"/v1/assets/{asset}", lambda found: bool(found["type"]))
    with visiting(browser, studio.url, **WIDE) as visit:
        visit.open(f"/assets/{asset}")
        expect(visit.page.get_by_role("heading", level=1)).to_contain_text(name.partition(".")[0])
        expect(visit.page.locator(".asset-panel")).to_contain_text("There are no results yet")
        if name in ("film.mp4", "sound.wav"):
            visit.until("document.querySelector('video')?.readyState >= 1")
        assert visit.violations() == []


def test_what_failed_is_said_with_its_own_words(browser: Browser, studio: Studio, film: bytes) -> None:
    studio.operators.said = {**findings.told(), "transcribe": FAILS}
    asset = studio.add("broken.mp4", film)
    run = studio.newest_run(asset)
    with visiting(browser, studio.url, **WIDE) as visit:
        visit.open(f"/assets/{asset}")
        expect(visit.page.locator(".run-banner[data-tone=bad]")).to_contain_text("transcribe")
        assert visit.violations() == []
        visit.open(f"/runs/{run}?op=transcribe")
        expect(visit.page.locator("main")).to_contain_text("damaged at 00:12")
        expect(visit.page.get_by_role("button", name="Repeat what failed")).to_be_visible()
        assert visit.violations() == []
        studio.operators.said = findings.told()
        visit.page.get_by_role("button", name="Repeat what failed").click()
        expect(visit.page.locator(".run-facts")).to_contain_text("Complete")
        visit.open(f"/assets/{asset}?tab=transcript")
        expect(visit.page.locator(".segment").first).to_contain_text("harbour")
        expect(visit.page.locator(".run-banner")).to_have_count(0)
        # the browser notes an answer from before the repeated run had a plan
        visit.wrong[:] = [each for each in visit.wrong if "(Conflict)" not in each or not each.endswith("/plan")]
