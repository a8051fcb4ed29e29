"""What would run is shown before it does; workflows are edited while the server checks them."""

import re
from typing import Any

import pytest
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


WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
LIGHT, DARK = {"color_scheme": "light", "locale": "en-GB"}, {"color_scheme": "dark", "locale": "ja-JP"}
LOOKS: dict[str, dict[str, Any]] = {
    "wide, light, English": {"viewport": WIDE, **LIGHT},
    "wide, dark, Japanese": {"viewport": WIDE, **DARK},
    "narrow, light, English": {"viewport": NARROW, **LIGHT},
    "narrow, dark, Japanese": {"viewport": NARROW, **DARK},
}
CHOSEN = "(at => at.value.slice(at.selectionStart, at.selectionEnd))(document.querySelector('textarea'))"
"""What is selected in the text."""
WRITTEN = """stages:
  - name: reading
    operators:
      - name: words
        configuration:
          most: 0
      - name: nobody
"""


TYPED = """kind: MediaWorkflow
metadata: {name: other}
spec:
  description: Typed.
  stages:
    - name: look
      operators:"""


@pytest.mark.parametrize("look", list(LOOKS.values()), ids=list(LOOKS))
def test_what_is_wrong_with_a_workflow_stands_at_its_line(
    browser: Browser, installation: str, look: dict[str, Any]
) -> None:
    with visiting(browser, installation, **look) as visit:
        visit.open("/catalogue/workflows/local/reading/edit?view=yaml")
        text = visit.page.locator("textarea")
        expect(text).to_have_value(re.compile("- name: words"))
        text.fill(WRITTEN)
        lines = visit.page.locator(".yaml-lines [data-wrong=true]")
        expect(lines).to_have_text(["6", "7"])
        assert visit.violations() == []
        assert visit.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        visit.page.locator(".placed-problems button").last.click()
        assert visit.page.evaluate(CHOSEN) == "name: nobody"
        text.fill("stages: [")
        expect(lines).to_have_text(["1"])
        expect(visit.page.locator(".editor-views [aria-disabled=true], .editor-views :disabled")).to_have_count(1)
        assert visit.violations() == []
        forgive(visit, "422")


def test_a_workflow_is_written_as_yaml_and_goes_on_as_stages(browser: Browser, filling: str) -> None:
    with visiting(browser, filling, locale="en-GB") as visit:
        page = visit.page
        visit.open("/catalogue/workflows/local/reading?view=yaml")
        page.get_by_role("link", name="Edit").click()
        text = page.get_by_role("textbox", name="YAML")
        expect(text).to_have_value(re.compile("- name: words"))
        manifest = (
            "kind: MediaWorkflow\nmetadata: {name: other}\nspec:\n  description: Typed.\n  stages:\n    - name: look"
        )
        text.fill(f"{manifest}\n      operators:")
        text.press("End")
        text.press("Enter")
        page.keyboard.type("  - name: words")  # Enter begins where the line before began
        expect(page.get_by_text("Everything fits together.")).to_be_visible()
        page.get_by_role("radio", name="Stages").click()
        expect(page.get_by_role("textbox", name="What it is for")).to_have_value("Typed.")
        page.get_by_role("textbox", name="Stage").fill("seen")
        page.get_by_role("radio", name="YAML").click()
        expect(text).to_have_value(re.compile("description: Typed.\n(.|\n)*- name: seen"))
        expect(page.get_by_text("Everything fits together.")).to_be_visible()
        page.get_by_role("textbox", name="Name").fill("typed")
        page.get_by_role("button", name="Create").click()
        expect(page.get_by_role("heading", name="typed", exact=True)).to_be_visible()
        forgive(visit, "422")
