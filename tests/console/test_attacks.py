"""What stands in files, speech, pictures and declarations is text: under the real policy nothing of it runs."""

from typing import Any

from playwright.sync_api import Browser, expect

from tests.console import findings
from tests.console.browsing import visiting
from tests.console.studios import Studio

ATTACKS = (
    """<img src=x onerror="window.attacked=1"><svg onload="window.attacked=1">""",
    """</script><script>window.attacked=1</script>'"`${7*7}{{7*7}}""",
    """javascript:window.attacked=1//\u202egpj.exe\u2066 {count, plural, one {#} other {#}} <b>""",
)
ATTACK = " ".join(ATTACKS)
WORKFLOW = "attacked"
WIDE: dict[str, Any] = {"locale": "en-GB", "viewport": {"width": 1440, "height": 900}}
TABS = ("transcript", "labels", "people", "text", "moderation", "captions", "results", "files", "history")


def assert_only_text(visit: Any, path: str) -> None:
    """Nothing ran, nothing became an element, nothing was refused, and all of it is readable by everybody."""
    page = visit.page
    assert page.evaluate("window.attacked ?? null") is None, path
    assert page.locator("img[src=x], svg[onload], body script:not([src]), a[href^=javascript]").count() == 0, path
    assert visit.wrong == [], (path, visit.wrong)


def test_nothing_that_is_read_runs(browser: Browser, studio: Studio, film: bytes) -> None:
    studio.operators.said = findings.told(ATTACK)
    studio.operators.files["captions.vtt"] = findings.captions(ATTACK)[1]
    name = ATTACK.replace("/", "∕").replace("{{", "{ {")[:120]  # Argo's own variables are refused
    stages = [{"name": "look", "operators": [{"name": "transcribe"}]}]
    with studio.client() as client:
        new = {"namespace": "local", "name": WORKFLOW, "spec": {"description": ATTACK, "stages": stages}}
        client.post("/v1/workflows", json=new)
    asset = studio.add(f"{name}.mp4", film, title=f"Title {ATTACK}")
    with studio.client() as client:
        seen = client.get(f"/v1/assets/{asset}").json()
        assert seen["state"] == "Complete", seen["message"]
        found = client.get(f"/v1/assets/{asset}/moments?whole=true").raise_for_status().json()["items"]
        titles = {each["title"]: each["id"] for each in found if each["operator"] == "label_detection"}
        assert ATTACK in titles, titles
        moment = titles[ATTACK]
        edit = {"operation": "rename", "result": "labelDetection", "originals": ["Sea"], "value": ATTACK}
        client.post(f"/v1/assets/{asset}/edits", json=edit).raise_for_status()
    with visiting(browser, studio.url, **WIDE) as visit:
        page = visit.page
        visit.open("/")
        expect(page.locator(".card-title", has_text="Title").first).to_be_visible()
        assert_only_text(visit, "/")
        for tab in TABS:
            visit.open(f"/assets/{asset}?tab={tab}&m={moment}&q=harbour")
            expect(page.get_by_role("heading", level=1)).to_contain_text(ATTACK[:12])
            assert_only_text(visit, tab)
        visit.open(f"/assets/{asset}?tab=captions")
        visit.until("document.querySelector('video').textTracks[0]?.cues?.length > 0")
        for path in (
            f"/runs/{studio.newest_run(asset)}?view=log",
            "/runs",
            "/people",
            "/review",
            "/review?kind=low-confidence",
            "/catalogue/workflows",
            f"/catalogue/workflows/local/{WORKFLOW}?view=yaml",
            "/?view=table",
        ):
            visit.open(path)
            assert_only_text(visit, path)
        # as a query it is refused in words, or finds what it is
        page.get_by_role("searchbox").first.fill(f'"{ATTACK[:40]}"'.replace("\\", ""))
        page.keyboard.press("Enter")
        page.locator(".hit, .empty, .problem").first.wait_for()
        visit.wrong[:] = [each for each in visit.wrong if "400" not in each]  # the browser notes a refusal
        assert_only_text(visit, "/search")
