"""What would run is shown before it does; workflows are edited while the server checks them."""

from playwright.sync_api import Browser, expect

from tests.console.browsing import Visit, visiting


def forgive(visit: Visit, status: str) -> None:
    """Take out that the browser notes a refusal, which was wanted, as an error."""
    visit.wrong[:] = [each for each in visit.wrong if status not in each]


def test_what_would_run_is_shown_before_there_is_a_file_and_errors_stand_at_their_field(
    browser: Browser, installation: str
) -> None:
    with visiting(browser, installation) as visit:
        visit.open("/add")
        visit.page.get_by_role("button", name="What to do with it").click()
        visit.page.get_by_role("option", name="reading").click()
        visit.page.get_by_role("button", name="Video: 0 of 1 steps will run").click()
        step = visit.page.get_by_role("listitem").filter(has_text="words")
        expect(step).to_contain_text("which nothing makes for a Video asset")
        visit.page.get_by_role("button", name="A file of the kind").click()
        visit.page.get_by_role("option", name="Text").click()
        expect(visit.page.get_by_role("button", name="Text: 1 of 1 steps will run")).to_be_visible()
        visit.page.get_by_role("button", name="Settings words").click()
        visit.page.get_by_role("textbox", name="most").fill("0")
        expect(visit.page.get_by_role("button", name="It cannot run like this")).to_be_visible()
        expect(step.locator(".field .field-error")).to_contain_text("1")
        visit.page.get_by_role("textbox", name="most").fill("3")
        expect(visit.page.get_by_role("button", name="Text: 1 of 1 steps will run")).to_be_visible()
        assert visit.violations() == []


def test_a_workflow_is_copied_changed_and_not_overwritten(browser: Browser, filling: str) -> None:
    edit = "/catalogue/workflows/local/{}/edit"
    with visiting(browser, filling) as visit:
        visit.open(edit.format("reading"))
        expect(visit.page.get_by_text("Everything fits together.")).to_be_visible()
        assert visit.violations() == []
        visit.page.get_by_role("button", name="Remove words").click()
        expect(visit.page.get_by_text("is wrong").or_(visit.page.get_by_text("are wrong"))).to_be_visible()
        expect(visit.page.get_by_role("button", name="Create")).to_be_disabled()
        visit.page.get_by_role("button", name="Add an operator to reading").click()
        visit.page.get_by_role("option", name="words").click()
        expect(visit.page.get_by_text("Everything fits together.")).to_be_visible()
        visit.page.get_by_role("textbox", name="Name").fill("mine")
        visit.page.get_by_role("button", name="Create").click()
        expect(visit.page.get_by_role("heading", name="mine", exact=True)).to_be_visible()
        forgive(visit, "422")

    with visiting(browser, filling) as one, visiting(browser, filling) as other:
        one.open(edit.format("mine"))
        other.open(edit.format("mine"))
        for visit, text in ((one, "Of one."), (other, "Of the other.")):
            visit.page.get_by_role("textbox", name="What it is for").fill(text)
            visit.page.get_by_role("button", name="Save mine").click()
            if visit is one:
                expect(visit.page.get_by_text("Of one.")).to_be_visible()
        expect(other.page.get_by_role("button", name="Load what is there now")).to_be_visible()
        other.page.get_by_role("button", name="Load what is there now").click()
        expect(other.page.get_by_role("textbox", name="What it is for")).to_have_value("Of one.")
        forgive(other, "412")
