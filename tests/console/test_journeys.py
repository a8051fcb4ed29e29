"""What people do: add a file, find a moment, go by keys, sign in."""

from pathlib import Path

import httpx
from playwright.sync_api import Browser, Route, expect

from tests.console.browsing import may_only_look, visiting

ENGLISH = {"locale": "en-GB", "viewport": {"width": 1440, "height": 900}}


def test_a_file_is_added_and_its_run_is_followed(browser: Browser, filling: str, tmp_path: Path) -> None:
    path = tmp_path / "harbour at dawn – 港.txt"
    path.write_text("deep water\n")
    with visiting(browser, filling, **ENGLISH) as visit:
        visit.open("/add")
        visit.page.get_by_role("button", name="What to do with it").click()
        visit.page.get_by_role("option", name="reading").click()
        visit.page.locator("input[type=file]").first.set_input_files(path)
        expect(visit.page.locator(".sending")).to_have_attribute("data-step", "done")
        visit.page.get_by_role("link", name="Library").first.click()
        card = visit.page.get_by_role("row", name="harbour at dawn – 港")
        expect(card).to_be_visible()
        expect(card.locator(".card-state")).to_have_count(0)  # complete, without a reload
        # the same file once more is not sent, and is another asset
        visit.open("/add")
        visit.page.locator("input[type=file]").first.set_input_files(path)
        expect(visit.page.locator(".sending")).to_contain_text("nothing was sent")


def test_an_upload_goes_on_after_a_reload(browser: Browser, filling: str, file: Path) -> None:
    sent: list[str] = []

    def noted(route: Route) -> None:
        number = route.request.url.rpartition("/")[2]
        if number == "3" and "3" not in sent:
            sent.append(number)  # never answered: the page is left before
        else:
            sent.append(number)
            route.continue_()

    with visiting(browser, filling, **ENGLISH) as visit:
        visit.page.route("**/parts/*", noted)
        visit.open("/add")
        with (
            visit.page.expect_response("**/parts/1"),
            visit.page.expect_response("**/parts/2"),
            visit.page.expect_request("**/parts/3"),
        ):
            visit.page.locator("input[type=file]").first.set_input_files(file)
        first = list(sent)
        visit.page.reload()
        visit.page.locator("input[type=file]").first.set_input_files(file)
        expect(visit.page.locator(".sending")).to_have_attribute("data-step", "done")
        assert sorted(first) == ["1", "2", "3"]
        assert sent[3:] == ["3"], "what had arrived is not sent again"


def test_a_moment_is_found_and_narrowed(browser: Browser, installation: str) -> None:
    with visiting(browser, installation, **ENGLISH) as visit:
        visit.open("/")
        visit.page.keyboard.press("/")
        visit.page.keyboard.type("water")
        visit.page.keyboard.press("Enter")
        expect(visit.page.locator(".hit").first).to_contain_text("water")
        visit.page.locator(".facet").first.click()
        expect(visit.page.locator(".chip")).to_have_count(2)
        assert "Kind%3A" in visit.page.url
        visit.page.locator(".chip button").first.click()
        expect(visit.page.locator(".chip")).to_have_count(1)


def test_everything_is_reached_by_keys(browser: Browser, installation: str) -> None:
    with visiting(browser, installation, **ENGLISH) as visit:
        visit.open("/")
        visit.page.keyboard.press("?")
        expect(visit.page.get_by_role("dialog")).to_be_visible()
        assert visit.violations() == []
        visit.page.keyboard.press("Escape")
        expect(visit.page.get_by_role("dialog")).to_have_count(0)
        visit.page.keyboard.press("Control+k")
        visit.page.keyboard.type("add")
        visit.page.keyboard.press("ArrowDown")
        visit.page.keyboard.press("Enter")
        expect(visit.page.get_by_role("heading", name="Add media")).to_be_visible()
        visit.page.keyboard.press("g")
        visit.page.keyboard.press("l")
        expect(visit.page.get_by_role("heading", name="Library")).to_be_visible()


def test_every_page_is_reached_on_a_narrow_screen(browser: Browser, installation: str) -> None:
    with visiting(browser, installation, locale="en-GB", viewport={"width": 390, "height": 844}) as visit:
        visit.open("/")
        more = visit.page.get_by_role("button", name="More")
        for name in ("Review", "Catalogue", "Settings"):
            more.focus()
            visit.page.keyboard.press("Enter")
            entry = visit.page.get_by_role("menuitem", name=name)
            expect(entry).to_be_visible()
            assert name != "Review" or visit.violations() == []
            entry.click()
            expect(visit.page.get_by_role("menu")).to_have_count(0)
            visit.page.wait_for_url(f"**/{name.lower()}*" if name != "Catalogue" else "**/catalogue/operators")
            expect(more).to_have_attribute("data-here", "true")


def test_settings_say_what_one_may_do_and_keep_choices(browser: Browser, installation: str) -> None:
    with visiting(browser, installation, color_scheme="light", **ENGLISH) as visit:
        visit.page.route("**/v1/session/rights?*", may_only_look)
        visit.open("/settings")
        row = visit.page.get_by_role("row", name="Delete")
        expect(row.get_by_role("cell").first).to_have_text("No")
        expect(visit.page.get_by_role("row", name="Open").get_by_role("cell").first).to_have_text("Yes")
        expect(visit.page.locator("main")).to_contain_text("a role with the verb delete")
        assert visit.violations() == []
        visit.page.get_by_role("button", name="Appearance").last.click()
        visit.page.get_by_role("option", name="Dark").click()
        expect(visit.page.locator("html")).to_have_attribute("data-theme", "dark")
        visit.page.locator("label", has_text="Single-key shortcuts").click()
        visit.page.reload()
        expect(visit.page.locator("html")).to_have_attribute("data-theme", "dark")
        expect(visit.page.get_by_role("checkbox", name="Single-key shortcuts")).not_to_be_checked()
        visit.page.locator("h1").click()
        visit.page.keyboard.press("?")
        visit.page.keyboard.press("Control+k")
        expect(visit.page.get_by_role("dialog")).to_have_count(1)  # the commands, and not the list of keys


def test_whoever_is_not_known_signs_in_with_a_token(browser: Browser, guarded: str) -> None:
    with visiting(browser, guarded, **ENGLISH) as visit:
        visit.page.goto(f"{guarded}/?view=table")
        visit.page.get_by_label("Token").fill("guessed")
        visit.page.get_by_role("button", name="Sign in").click()
        expect(visit.page.get_by_role("alert")).to_be_visible()
        visit.page.get_by_label("Token").fill("let-me-in")
        visit.page.get_by_role("button", name="Sign in").click()
        expect(visit.page.get_by_role("heading", name="Library")).to_be_visible()
        assert "view=table" in visit.page.url
        assert "let-me-in" not in visit.page.evaluate("document.cookie + JSON.stringify({...localStorage})")
        visit.wrong[:] = [each for each in visit.wrong if "401" not in each]  # the browser notes each refusal
    assert httpx.get(f"{guarded}/v1/session").status_code == 401
