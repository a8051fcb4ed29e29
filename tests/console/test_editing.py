"""Corrections: made in the page, kept when the file is analysed again, seen in other tabs, and taken back."""

from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.console import findings
from tests.console.browsing import visiting
from tests.console.studios import Studio

WIDE: dict[str, Any] = {"locale": "en-GB", "viewport": {"width": 1440, "height": 900}}
MENDED = "the harbour is quiet at dusk."


def correct(page: Page, sentence: int, text: str) -> None:
    """Correct a sentence by keys, as somebody does who types, and wait until the server has it."""
    row = page.locator(".segment").nth(sentence)
    row.get_by_role("button", name="Correct the sentence").click()
    area = row.get_by_role("textbox", name="Sentence")
    expect(area).to_be_focused()
    area.fill(text)
    with page.expect_response(lambda it: it.request.method == "POST" and it.url.endswith("/edits")) as saved:
        area.press("Control+Enter")
    assert saved.value.status == 201
    expect(row).to_contain_text(text)


def test_an_edit_outlives_the_next_run(browser: Browser, studio: Studio, film: bytes) -> None:
    studio.operators.said = findings.told()
    asset = studio.add("edited.mp4", film)
    with visiting(browser, studio.url, **WIDE) as visit:
        page = visit.page
        visit.open(f"/assets/{asset}?tab=transcript")
        correct(page, 0, MENDED)
        # the next sentence is open at once; Escape leaves it
        expect(page.locator(".segment").nth(1).get_by_role("textbox")).to_be_focused()
        page.keyboard.press("Escape")
        expect(page.locator(".segment-editor")).to_have_count(0)
        # the next run understands other sentences better
        again = findings.told(
            sentences=[
                ("Ann", "the harbour is calm at dawn"),
                ("Ben", "boats leave before the sun has risen"),
                ("Ann", "nobody is awake but us"),
            ]
        )
        studio.operators.said = again
        page.get_by_role("button", name="Analyse again").click()
        page.get_by_role("dialog").get_by_role("button", name="Analyse", exact=True).click()
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(page.locator(".segment").nth(1)).to_contain_text("has risen")  # no reload
        expect(page.locator(".segment").first).to_contain_text(MENDED)
        page.reload()
        expect(page.locator(".segment").first).to_contain_text(MENDED)
        # captions, exports and the search say the same
        with studio.client() as client:
            assert "quiet at dusk" in client.get(f"/v1/assets/{asset}/exports/csv").text
            found = studio.until(client, "/v1/search?q=dusk", lambda it: it["items"])
        assert any(asset in str(each) for each in found["items"])
        visit.open(f"/assets/{asset}?tab=history")
        row = page.locator(".history-row")
        expect(row).to_contain_text(MENDED)
        assert visit.violations() == []
        row.get_by_role("button", name="Undo").click()
        expect(row).to_contain_text("Taken back")
        visit.open(f"/assets/{asset}?tab=transcript")
        expect(page.locator(".segment").first).to_contain_text("the harbour is calm at dawn")


def test_a_draft_survives_a_stray_key_and_a_speaker_is_named_everywhere(
    browser: Browser, studio: Studio, film: bytes
) -> None:
    studio.operators.said = findings.told()
    asset = studio.add("drafted.mp4", film)
    with visiting(browser, studio.url, **WIDE) as visit:
        page = visit.page
        visit.open(f"/assets/{asset}?tab=transcript")
        row = page.locator(".segment").first
        row.get_by_role("button", name="Correct the sentence").click()
        row.get_by_role("textbox").fill("half a thought")
        page.keyboard.press("Escape")
        expect(row).to_contain_text("the harbour is calm at dawn")
        row.get_by_role("button", name="Correct the sentence").click()
        expect(row.get_by_role("textbox")).to_have_value("half a thought")
        assert visit.violations() == []
        row.get_by_role("button", name="Discard").click()
        expect(row).to_contain_text("the harbour is calm at dawn")

        page.get_by_role("button", name="Speakers").click()
        ann = page.locator(".speakers li", has_text="Ann")
        ann.get_by_role("button", name="Rename").click()
        expect(page.get_by_role("dialog").get_by_role("textbox", name="Name")).to_be_focused()
        page.keyboard.press("Control+A")
        page.keyboard.type("Ann Lee")
        page.keyboard.press("Enter")
        expect(page.get_by_role("dialog")).to_have_count(0)
        expect(page.locator(".segment-speaker", has_text="Ann Lee")).to_have_count(2)
        page.reload()
        expect(page.locator(".segment-speaker", has_text="Ann Lee")).to_have_count(2)


def test_what_one_tab_corrects_the_other_shows(browser: Browser, studio: Studio, film: bytes) -> None:
    studio.operators.said = findings.told()
    asset = studio.add("shared.mp4", film)
    with visiting(browser, studio.url, **WIDE) as visit:
        visit.open(f"/assets/{asset}?tab=transcript")
        expect(visit.page.locator(".segment").first).to_contain_text("calm")
        other = visit.page.context.new_page()
        other.goto(f"{studio.url}/assets/{asset}?tab=transcript")
        expect(other.locator(".segment").first).to_contain_text("calm")
        correct(other, 0, MENDED)
        expect(visit.page.locator(".segment").first).to_contain_text(MENDED)
        # each tab has an address of its own: the one that looked elsewhere still does
        assert "tab=transcript" in visit.page.url
        other.close()
        # whoever spoke to the server for both is gone; the one that is left is told all the same
        with studio.client() as client:
            edits = client.get(f"/v1/assets/{asset}/edits").json()["items"]
            client.delete(f"/v1/assets/{asset}/edits/{edits[0]['id']}").raise_for_status()
        expect(visit.page.locator(".segment").first).to_contain_text("calm")


def test_a_name_is_corrected_rejected_and_left_out(browser: Browser, studio: Studio, film: bytes) -> None:
    studio.operators.said = findings.told()
    asset = studio.add("labelled.mp4", film)
    with visiting(browser, studio.url, **WIDE) as visit:
        page = visit.page
        visit.open(f"/assets/{asset}?tab=labels")
        page.get_by_role("button", name="Correct Boat").click()
        page.get_by_role("menuitem", name="Rename").click()
        expect(page.get_by_role("dialog").get_by_role("textbox", name="Name")).to_be_focused()
        page.keyboard.press("Control+A")
        page.keyboard.type("Ferry")
        page.keyboard.press("Enter")
        expect(page.locator(".group", has_text="Ferry")).to_be_visible()
        page.get_by_role("button", name="Correct Sea").click()
        page.get_by_role("menuitem", name="This is wrong").click()
        expect(page.locator(".group", has_text="Sea")).to_have_count(0)
        page.get_by_role("button", name="Correct Bird").click()
        page.get_by_role("menuitem", name="This is right").click()
        expect(page.locator(".group", has_text="Bird").get_by_label("Confirmed by somebody")).to_be_visible()
        assert visit.violations() == []


def test_an_asset_is_deleted_for_good(browser: Browser, studio: Studio, film: bytes) -> None:
    studio.operators.said = findings.told()
    asset = studio.add("unwanted.mp4", film)
    with visiting(browser, studio.url, **WIDE) as visit:
        page = visit.page
        visit.open(f"/assets/{asset}")
        page.get_by_role("button", name="More").first.click()
        page.get_by_role("menuitem", name="Delete").click()
        asks = page.get_by_role("alertdialog")
        expect(asks.get_by_role("button", name="Delete")).to_be_disabled()
        assert visit.violations() == []
        asks.get_by_text("I want to delete all of it").click()
        asks.get_by_role("button", name="Delete").click()
        page.wait_for_url(f"{studio.url}/")
        expect(page.get_by_role("row", name="unwanted")).to_have_count(0)
        visit.open(f"/assets/{asset}")
        expect(page.locator(".empty")).to_contain_text("It is not there")
        visit.wrong[:] = [each for each in visit.wrong if "404" not in each]  # the browser notes the refusal
    with studio.client() as client:
        assert client.get(f"/v1/assets/{asset}").status_code == 404
