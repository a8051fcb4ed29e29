"""What somebody wrote or chose stays theirs: no page, no name and no other choice takes it away unasked."""

import json
from pathlib import Path

import httpx
from playwright.sync_api import Browser, Route, expect

from tests.console.browsing import Gate, Visit, visiting

ENGLISH = {"locale": "en-GB", "viewport": {"width": 1440, "height": 900}}


def forgive_conflicts(visit: Visit) -> None:
    """Take out that the browser notes a refused condition, which was wanted, as an error."""
    visit.wrong[:] = [each for each in visit.wrong if "412" not in each]


def test_a_workflow_that_is_edited_stays_as_it_was_written(browser: Browser, filling: str) -> None:
    reading = httpx.get(f"{filling}/v1/workflows/local/reading").raise_for_status().json()
    new = {"namespace": "local", "name": "kept", "spec": reading["spec"]}
    httpx.post(f"{filling}/v1/workflows", json=new).raise_for_status()
    read: list[str] = []

    def of_another_version(route: Route) -> None:
        if route.request.method != "GET":
            route.continue_()
            return
        answer = route.fetch()
        read.append(answer.headers["etag"])
        etag = '"before"' if len(read) == 1 else answer.headers["etag"]
        route.fulfill(response=answer, headers={**answer.headers, "etag": etag})

    with visiting(browser, filling, **ENGLISH) as visit:
        page = visit.page
        page.route("**/v1/events*", lambda route: route.fulfill(status=204))  # everything is read again, and again
        visit.open("/catalogue/workflows/local/kept")
        page.route("**/v1/workflows/local/kept", of_another_version)
        page.get_by_role("link", name="Edit").click()
        text = page.get_by_role("textbox", name="What it is for")
        text.fill("Of mine.")
        for _ in range(2):
            with page.expect_response("**/v1/workflows/local/kept"):
                pass
        expect(text).to_have_value("Of mine.")
        asks = page.get_by_role("alertdialog")
        page.get_by_role("link", name="Back to the workflow").click()
        expect(asks).to_contain_text("Leave without saving?")
        assert visit.violations() == []
        asks.get_by_role("button", name="Go on editing").click()
        expect(asks).to_have_count(0)
        page.evaluate("history.back()")
        expect(asks).to_be_visible()
        page.keyboard.press("Escape")
        expect(text).to_have_value("Of mine.")
        # what the server notes beside a workflow is nobody's change
        page.get_by_role("button", name="Save kept").click()
        expect(page.get_by_role("heading", name="kept", exact=True)).to_be_visible()
        expect(asks).to_have_count(0)
        saved = httpx.get(f"{filling}/v1/workflows/local/kept").json()
        assert saved["spec"]["description"] == "Of mine."
        # whoever wants to leave does
        page.get_by_role("link", name="Edit").click()
        text.fill("Never mind.")
        page.get_by_role("link", name="Library").first.click()
        asks.get_by_role("button", name="Leave", exact=True).click()
        expect(page.get_by_role("heading", name="Library")).to_be_visible()
        forgive_conflicts(visit)


def test_a_workflow_is_not_saved_before_it_was_checked_as_it_is_shown(browser: Browser, filling: str) -> None:
    with visiting(browser, filling, **ENGLISH) as visit:
        page = visit.page
        visit.open("/catalogue/workflows/local/reading/edit")
        expect(page.get_by_role("button", name="Create")).to_be_enabled()
        gate = Gate(page, "**/v1/workflows:check")
        with page.expect_request("**/v1/workflows:check"):
            page.get_by_role("button", name="Remove words").click()
        expect(page.get_by_role("button", name="Create")).to_be_disabled()
        gate.open()
        expect(page.get_by_text("is wrong").or_(page.get_by_text("are wrong"))).to_be_visible()
        visit.wrong[:] = [each for each in visit.wrong if "422" not in each]


def test_a_saved_search_is_replaced_and_deleted_when_one_says_so(browser: Browser, filling: str) -> None:
    saved = f"{filling}/v1/searches/local/ours"
    httpx.put(saved, json={"query": "label:Dog"}).raise_for_status()
    with visiting(browser, filling, **ENGLISH) as visit:
        page = visit.page
        asks = page.get_by_role("alertdialog")
        visit.open("/search?q=water")
        page.get_by_role("textbox", name="Save this search as").fill("ours")
        save = page.get_by_role("button", name="Save", exact=True)
        save.click()
        expect(asks).to_contain_text("label:Dog")
        assert visit.violations() == []
        asks.get_by_role("button", name="Cancel").click()
        expect(asks).to_have_count(0)
        assert httpx.get(saved).json()["query"] == "label:Dog"
        save.click()
        expect(asks).to_contain_text("label:Dog")
        httpx.put(saved, json={"query": "label:Cat"}).raise_for_status()  # meanwhile
        asks.get_by_role("button", name="Replace").click()
        expect(asks).to_contain_text("label:Cat")
        asks.get_by_role("button", name="Replace").click()
        expect(page.get_by_role("button", name="Saved")).to_be_visible()
        assert httpx.get(saved).json()["query"] == "water"
        visit.open("/search")
        cross = page.get_by_role("button", name="Delete the saved search ours")
        cross.click()
        asks.get_by_role("button", name="Cancel").click()
        expect(asks).to_have_count(0)
        assert httpx.get(saved).status_code == 200
        cross.click()
        asks.get_by_role("button", name="Delete", exact=True).click()
        expect(cross).to_have_count(0)
        assert httpx.get(saved).status_code == 404
        forgive_conflicts(visit)


def test_a_file_keeps_the_workflow_that_was_chosen_for_it(browser: Browser, filling: str, tmp_path: Path) -> None:
    path = tmp_path / "on its way.txt"
    path.write_text("deep water, and nobody else has this\n")
    with visiting(browser, filling, **ENGLISH) as visit:
        page = visit.page
        gate = Gate(page, "**/parts/*")
        visit.open("/add")
        page.get_by_role("button", name="What to do with it").click()
        page.get_by_role("option", name="reading").click()
        with page.expect_request("**/parts/*"):
            page.locator("input[type=file]").first.set_input_files(path)
        page.get_by_role("button", name="What to do with it").click()
        page.get_by_role("option", name="Only keep it").click()
        expect(page.get_by_text("Nothing is analysed until you ask for it.")).to_be_visible()
        with page.expect_request(lambda each: each.method == "POST" and each.url.endswith("/v1/assets")) as made:
            gate.open()
        sent = json.loads(made.value.post_data or "{}")
        assert [each["name"] for each in sent["workflows"]] == ["reading"]
        expect(page.locator(".sending")).to_have_attribute("data-step", "done")
