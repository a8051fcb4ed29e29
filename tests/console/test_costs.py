"""What a run used stands on its page: what was measured, and how much nobody measured."""

from typing import Any

from playwright.sync_api import Browser, Route, expect

from tests.console import findings
from tests.console.browsing import visiting
from tests.console.studios import Studio

WIDE: dict[str, Any] = {"locale": "en-GB", "viewport": {"width": 1440, "height": 900}}
NARROW: dict[str, Any] = {"locale": "ja-JP", "viewport": {"width": 390, "height": 844}, "color_scheme": "dark"}


def test_a_run_and_each_of_its_steps_say_what_they_used(browser: Browser, studio: Studio, film: bytes) -> None:
    studio.operators.said = findings.told()
    run = studio.newest_run(studio.add("metered.mp4", film))
    with studio.client() as client:
        cost = client.get(f"/v1/executions/{run}").raise_for_status().json()["cost"]
    assert cost["cpuSeconds"] > 0
    with visiting(browser, studio.url, **WIDE) as visit:
        visit.open(f"/runs/{run}?op=proxy")
        facts, step = visit.page.locator(".run-facts"), visit.page.get_by_role("region", name="proxy")
        for place in (facts, step):
            expect(place).to_contain_text("CPU time")
            expect(place).to_contain_text("Files read")
            expect(place).not_to_contain_text("GPU")  # none was used: that is no zero
        expect(facts).not_to_contain_text("not known")
        assert visit.violations() == []
        visit.open("/runs")
        expect(visit.page.locator(".run-row", has_text="metered").first).to_contain_text("CPU time")
        assert visit.violations() == []


def test_what_nobody_measured_is_told_beside_the_sum(browser: Browser, studio: Studio, film: bytes) -> None:
    studio.operators.said = findings.told()
    run = studio.newest_run(studio.add("half metered.mp4", film))

    def partly(route: Route) -> None:
        answer = route.fetch()
        cost = {"cpuSeconds": 0.0384, "gpuSeconds": 75.5, "unmeasured": 2}
        route.fulfill(response=answer, json=answer.json() | {"cost": cost})

    with visiting(browser, studio.url, **NARROW) as visit:
        visit.page.route(f"**/v1/executions/{run}", partly)
        visit.open(f"/runs/{run}")
        facts = visit.page.locator(".run-facts")
        expect(facts).to_contain_text("CPU 時間 0.038")
        expect(facts).to_contain_text("GPU 時間 1:16")
        expect(facts).to_contain_text("オペレーター 2 個の CPU 時間は不明")
        expect(facts).not_to_contain_text("読み込んだファイル")
        assert visit.violations() == []
        assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
