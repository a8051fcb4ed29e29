"""A run as it goes on: its plan at once, each step as it begins and ends, a question that waits for its answer."""

from typing import Any

from playwright.sync_api import Browser, expect

from tests.console import findings
from tests.console.browsing import Visit, visiting
from tests.console.studios import Studio

WIDE: dict[str, Any] = {"locale": "en-GB", "viewport": {"width": 1440, "height": 900}}


def forgive_undecided(visit: Visit) -> None:
    """Forget that the browser notes each answer to "what is the plan" from before there was one."""
    visit.wrong[:] = [each for each in visit.wrong if "(Conflict)" not in each or not each.endswith("/plan")]


def test_a_run_is_followed_step_by_step_without_a_reload(browser: Browser, studio: Studio, film: bytes) -> None:
    operators = studio.operators
    operators.said = findings.told()
    for each in ("transcribe", "captions"):
        operators.hold(each)
    with visiting(browser, studio.url, **WIDE) as visit:
        page = visit.page
        visit.open("/")
        asset = studio.begin("live.mp4", film, "transcripts")
        card = page.get_by_role("row", name="live")
        expect(card).to_be_visible()  # by itself
        expect(card.get_by_role("progressbar")).to_be_visible()
        with studio.client() as client:
            studio.until(client, f"/v1/assets/{asset}", lambda found: bool(found["executions"]))
        visit.open(f"/runs/{studio.newest_run(asset)}?view=list")
        steps = page.locator(".step-row")
        expect(steps).to_have_count(2)  # the whole plan, before anything has ended
        listening = steps.filter(has_text="transcribe")
        expect(listening).to_contain_text("Running")
        expect(page.locator(".run-facts")).to_contain_text("Running")
        assert visit.violations() == []
        operators.let("transcribe")
        expect(listening).to_contain_text("Done")
        expect(page.locator(".run-facts")).to_contain_text("1/2")
        # the page of the asset shows what is there, while the rest is made
        visit.open(f"/assets/{asset}")
        expect(page.locator(".segment").first).to_contain_text("harbour")
        expect(page.locator(".run-banner")).to_contain_text("1/2")
        operators.let("captions")
        expect(page.locator(".run-banner")).to_have_count(0)
        expect(page.get_by_role("tab", name="Captions")).to_be_visible()
        forgive_undecided(visit)


def test_a_run_that_asks_is_answered_and_goes_on(browser: Browser, studio: Studio, film: bytes) -> None:
    studio.operators.said = findings.told()
    asset = studio.add("asked.mp4", film, "asking")
    with visiting(browser, studio.url, **WIDE) as visit:
        page = visit.page
        visit.open("/runs?state=Waiting")
        page.get_by_role("link", name="asked").first.click()
        form = page.get_by_role("form", name="Answer")
        expect(form).to_be_visible()
        assert visit.violations() == []
        form.get_by_label("Value", exact=True).first.fill("false")
        form.get_by_role("button", name="Answer and go on").click()
        expect(page.locator(".run-facts")).to_contain_text("Complete")
        forgive_undecided(visit)
        with studio.client() as client:
            assert client.get(f"/v1/assets/{asset}/results/wait").json() == {"approved": False}


def test_a_run_is_cancelled(browser: Browser, studio: Studio, film: bytes) -> None:
    studio.operators.said = findings.told()
    studio.operators.hold("transcribe")
    asset = studio.begin("stopped.mp4", film, "transcripts")
    with studio.client() as client:
        studio.until(client, f"/v1/assets/{asset}", lambda found: bool(found["executions"]))
    with visiting(browser, studio.url, **WIDE) as visit:
        page = visit.page
        visit.open(f"/runs/{studio.newest_run(asset)}?view=list")
        expect(page.locator(".step-row", has_text="transcribe")).to_contain_text("Running")
        page.get_by_role("button", name="Cancel the run").click()
        asks = page.get_by_role("alertdialog")
        assert visit.violations() == []
        asks.get_by_role("button", name="Cancel the run").click()
        expect(page.locator(".run-facts")).to_contain_text("Cancelled")
        expect(page.get_by_role("button", name="Run again")).to_be_visible()
        forgive_undecided(visit)
    studio.operators.let("transcribe")
