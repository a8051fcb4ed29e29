"""Batches and sources: how far they are, live, what failed and why, and what may be asked of them."""

import json
from typing import Any

from playwright.sync_api import Browser, Page, Route, expect

from media_insights.rest.batch_views import BatchDocument, BatchFailure, BatchRow
from media_insights.rest.routers.sources import SourceDocument, SourceRow
from tests.console.browsing import Visit, visiting
from tests.console.test_pages import NARROW, WIDE

CREATED = "2026-11-30T08:54:34Z"
LAPTOP, CLUSTER = "&quot;cluster&quot;: false", "&quot;cluster&quot;: true"
"""What the server writes into the page."""
SAID = "broken.mp4 holds nothing that is known as video, audio, image or text"
BATCH: dict[str, Any] = {
    "id": "b1",
    "namespace": "local",
    "name": "archive-2019",
    "workflow": "full-analysis",
    "state": "Started",
    "created": CREATED,
    "total": 1000,
    "done": 400,
    "failed": 12,
    "running": 20,
    "skipped": 3,
    "rate": {"itemsPerMinute": 8.4, "secondsLeft": 3723},
    "source": {"prefix": {"bucket": "media", "key": "archive/2019/"}, "exclude": ["thumbs/*"]},
    "parallelism": 20,
    "failureBudget": {"percent": 5},
    "mostFrequent": [{"message": SAID, "count": 9}, {"message": "the container ended with 137", "count": 3}],
    "startedAt": CREATED,
}
FAILED = [
    {"key": "archive/2019/broken.mp4", "asset": "archive-2019-mg", "state": "Rejected", "message": SAID},
    {"key": "archive/2019/long.mp4", "asset": "a2", "execution": "e2", "state": "TimedOut", "message": "took too long"},
]
SOURCE: dict[str, Any] = {
    "id": "s1",
    "namespace": "local",
    "name": "inbox",
    "bucket": "media",
    "prefix": "inbox/",
    "state": "Watching",
    "created": CREATED,
    "seen": 12,
    "taken": 10,
    "settling": 1,
    "unreadable": 1,
    "rules": [{"types": ["Video"], "patterns": ["*.mxf"], "workflows": [{"name": "full-analysis"}]}],
    "everySeconds": 60,
    "settleSeconds": 30,
    "parallelism": 100,
    "lastListing": CREATED,
}
HEAR = """data => {
  for (const each of window.streams) each.dispatchEvent(new MessageEvent("mediabatches", { data }));
}"""
KEEP = """window.streams = [];
const { EventSource } = window;
window.EventSource = class extends EventSource {
  constructor(...asked) {
    super(...asked);
    window.streams.push(this);
  }
};"""
"""Keeps the page's streams, so that a test can say in them what no laptop says."""


class Cluster:
    """What the API of a cluster says of batches and sources: the application that is served has neither."""

    def __init__(self, visit: Visit) -> None:
        self.batch = dict(BATCH)
        self.asked: list[str] = []
        self._visit = visit
        page, v1 = visit.page, f"{visit.url}/v1"
        page.add_init_script(KEEP)
        page.route(f"{visit.url}/runs/**", self._page)
        page.route(f"{v1}/batches?*", lambda it: it.fulfill(json=listed(BatchRow, self.batch)))
        page.route(f"{v1}/batches/b1", lambda it: it.fulfill(json=as_sent(BatchDocument, self.batch)))
        page.route(f"{v1}/batches/b1/failures?*", lambda it: it.fulfill(json=listed(BatchFailure, *FAILED)))
        page.route(f"{v1}/batches/b1:*", self._changed)
        page.route(f"{v1}/sources?*", lambda it: it.fulfill(json=listed(SourceRow, SOURCE)))
        page.route(f"{v1}/sources/s1", lambda it: it.fulfill(json=as_sent(SourceDocument, SOURCE)))

    def tell(self, **changes: Any) -> None:
        """Change the batch, and tell whoever listens that it did."""
        self.batch |= changes
        change = {"kind": "mediabatches", "id": "b1", "namespace": "local", "name": "archive-2019"}
        data = json.dumps({**change, "state": self.batch["state"], "deleted": False})
        self._visit.page.evaluate(HEAR, data)

    def _page(self, route: Route) -> None:
        """Answer a page as a cluster's."""
        if route.request.resource_type != "document":
            route.continue_()
            return
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace(LAPTOP, CLUSTER))

    def _changed(self, route: Route) -> None:
        action = route.request.url.rpartition(":")[2]
        self.asked.append(action)
        if action in {"pause", "resume"}:
            self.batch |= {"suspend": action == "pause", "state": "Paused" if action == "pause" else "Started"}
        if action == "cancel":
            self.batch |= {"cancel": True, "state": "Cancelled"}
        route.fulfill(status=202, json=as_sent(BatchDocument, self.batch))


def as_sent(shape: Any, document: dict[str, Any]) -> Any:
    """Return a document as the API sends it: what it does not know is an error here."""
    known = {each.alias or name for name, each in shape.model_fields.items()}
    return shape.model_validate({name: value for name, value in document.items() if name in known}).model_dump(
        mode="json", by_alias=True
    )


def listed(shape: Any, *documents: dict[str, Any]) -> Any:
    """Return a page of a list."""
    return {"items": [as_sent(shape, each) for each in documents], "next": ""}


def is_right(visit: Visit) -> None:
    """Check that everybody can read the page."""
    assert visit.violations() == []
    assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def names(page: Page) -> list[str]:
    return [each.inner_text().strip() for each in page.locator(".run-buttons button").all()]


def test_a_batch_is_followed_paused_and_cancelled(browser: Browser, installation: str) -> None:
    with visiting(browser, installation, locale="en-GB", viewport=WIDE, color_scheme="light") as visit:
        page, cluster = visit.page, Cluster(visit)
        visit.open("/runs/batches")
        row = page.get_by_role("link", name="archive-2019")
        for words in ("412 of 1,000", "12 failed", "8.4 a minute", "about 1:02:03 left"):
            expect(row).to_contain_text(words)
        expect(row.get_by_role("progressbar")).to_have_attribute("aria-valuetext", "41%")
        is_right(visit)
        row.click()
        expect(page.get_by_role("heading", level=1, name="archive-2019")).to_be_visible()
        failures = page.get_by_role("region", name="What failed")
        expect(failures.get_by_role("link", name="archive/2019/broken.mp4")).to_have_attribute(
            "href", "/media/insights/?q=archive-2019-mg&namespace=local"
        )
        expect(failures).to_contain_text("Refused before it ran")
        expect(failures).to_contain_text("9 items")
        is_right(visit)
        cluster.tell(done=500)
        expect(page.get_by_role("region", name="Items")).to_contain_text("500")  # without a reload
        assert names(page) == ["Repeat what failed", "Pause", "Look for new files", "Cancel the batch"]
        page.get_by_role("button", name="Pause").click()
        expect(page.locator(".run-facts .badge")).to_have_text("Paused")
        page.get_by_role("button", name="Go on").click()
        page.get_by_role("button", name="Repeat what failed").click()
        page.get_by_role("button", name="Cancel the batch").click()
        page.get_by_role("alertdialog").get_by_role("button", name="Cancel the batch").click()
        expect(page.locator(".run-facts .badge")).to_have_text("Cancelled")
        expect(page.locator(".run-buttons button")).to_have_count(0)
        assert cluster.asked == ["pause", "resume", "retry", "cancel"]


def test_a_source_says_what_became_of_its_files(browser: Browser, installation: str) -> None:
    with visiting(browser, installation, locale="ja-JP", viewport=NARROW, color_scheme="dark") as visit:
        page = visit.page
        Cluster(visit)
        visit.open("/runs/sources")
        is_right(visit)
        page.get_by_role("link", name="inbox").click()
        expect(page.get_by_role("heading", level=1, name="inbox")).to_be_visible()
        expect(page.locator("[data-bad] dd")).to_have_text("1")
        expect(page.locator(".facts-table")).to_contain_text("*.mxf")
        is_right(visit)
        visit.open("/runs/batches/b1")
        is_right(visit)
