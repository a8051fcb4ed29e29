"""What two runs found of one film stands side by side; findings that come late are still drawn over the whole time."""

from typing import Any

from playwright.sync_api import Browser, expect

from tests.console import findings
from tests.console.browsing import Gate, visiting
from tests.console.studios import Studio

LOOKS: tuple[dict[str, Any], ...] = (
    {"locale": "en-GB", "color_scheme": "light", "viewport": {"width": 1440, "height": 900}},
    {"locale": "ja-JP", "color_scheme": "dark", "viewport": {"width": 390, "height": 844}},
)


def test_what_only_one_of_two_runs_found_is_listed_and_leads_to_its_time(
    browser: Browser, studio: Studio, film: bytes
) -> None:
    studio.operators.said = {**findings.told(), "label-detection": findings.labels(("Boat", 0, 90), ("Dog", 2000, 80))}
    asset = studio.add("twice.mp4", film)
    first = studio.newest_run(asset)
    studio.operators.said = {**findings.told(), "label-detection": findings.labels(("Boat", 0, 95), ("Cat", 4000, 70))}
    with studio.client() as client:
        again = client.post(f"/v1/executions/{first}:rerun", json={"scope": "All"}).raise_for_status().json()["id"]
        studio.until(client, f"/v1/executions/{again}", lambda found: found["state"] == "Complete")
    for look in LOOKS:
        with visiting(browser, studio.url, **look) as visit:
            visit.open(f"/assets/{asset}?tab=compare")
            labels = visit.page.locator(".comparison", has_text="Boat").or_(
                visit.page.locator(".comparison", has_text="Cat")
            )
            expect(labels).to_have_count(1)
            expect(labels.locator("[data-side=one]")).to_contain_text("Cat")
            expect(labels.locator("[data-side=other]")).to_contain_text("Dog")
            expect(labels.locator("[data-side]").get_by_text("Boat")).to_have_count(0)
            labels.locator("[data-side=one]").get_by_role("button").first.click()
            visit.until("Math.round(document.querySelector('video').currentTime) === 4")
            assert visit.violations() == []


def test_an_asset_of_one_run_has_nothing_to_compare_with(browser: Browser, studio: Studio, film: bytes) -> None:
    studio.operators.said = findings.told()
    asset = studio.add("once.mp4", film)
    with visiting(browser, studio.url, **LOOKS[0]) as visit:
        visit.open(f"/assets/{asset}?tab=compare")
        expect(visit.page.locator(".asset-panel")).to_contain_text("There is no other run")
        assert visit.violations() == []


def test_lanes_have_their_width_also_when_findings_come_after_the_film(
    browser: Browser, studio: Studio, film: bytes
) -> None:
    studio.operators.said = findings.told()
    asset = studio.add("late.mp4", film)
    with visiting(browser, studio.url, **LOOKS[0]) as visit:
        gate = Gate(visit.page, "**/moments?*")
        visit.page.goto(f"{visit.url}/assets/{asset}")
        visit.until("document.querySelector('video')?.duration > 0")
        gate.open()
        visit.until("document.querySelector('.lane-canvas')?.width > 500")
