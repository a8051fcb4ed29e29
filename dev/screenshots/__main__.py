"""Takes screenshots of every page of the console: ``python -m dev.screenshots [--only search] [--results FOLDER]``.

Each page is seen on a desk and on a telephone, light and dark. Without a folder of results, the demo clip is analysed.
"""

import argparse
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx
from playwright.sync_api import Browser, Page, sync_playwright

from dev.screenshots.pages import Shown, pages_of
from media_insights.catalogue import operator_folders as catalogues
from media_insights.cli.local.engine_options import cache_of
from media_insights.cli.local.serve_command import local_app
from media_insights.local.machine import machine
from media_insights.local.processes import Processes
from media_insights.local.workplaces import Workplace
from tests.console.browsing import FLAGS, chromium
from tests.console.installations import served
from tests.console.worlds import built
from tests.operators.demo import demo_clip

TO = Path("build/screenshots")
VARIANTS: dict[str, dict[str, Any]] = {
    f"{device}-{theme}": {"viewport": size, "color_scheme": theme, "locale": "en-GB"}
    for device, size in (("desk", {"width": 1440, "height": 900}), ("telephone", {"width": 390, "height": 844}))
    for theme in ("light", "dark")
}
VARIANTS["desk-japanese"] = {**VARIANTS["desk-light"], "locale": "ja-JP"}
TALLEST = 4000
"""Most pixels that a screenshot of a whole page is high."""


def main() -> int:
    """Take the screenshots, and say where they are."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--results", type=Path, default=TO / "results", help="folder of an earlier `run --output`")
    parser.add_argument("--to", type=Path, default=TO, help="where the screenshots go")
    parser.add_argument("--only", default="", help="only pages whose name contains this")
    parser.add_argument("--variant", default="", help="only variants whose name contains this")
    options = parser.parse_args()
    if not options.results.is_dir():
        clip = demo_clip().path
        subprocess.run(["media-insights", "run", str(clip), "--output", str(options.results)], check=True)
    variants = {name: each for name, each in VARIANTS.items() if options.variant in name}
    with served(local_app(_place(options.results), console=built()), "") as url, sync_playwright() as playwright:
        with httpx.Client(base_url=url, timeout=60) as client:
            pages = [each for each in pages_of(client) if options.only in each.name]
        browser = playwright.chromium.launch(executable_path=chromium(), args=[*FLAGS, "--hide-scrollbars"])
        for name, variant in variants.items():
            _take(browser, url, pages, variant, options.to / name)
        browser.close()
    sys.stdout.write(f"{options.to}: {len(pages)} pages in {len(variants)} variants\n")
    return 0


def _place(results: Path) -> Workplace:
    catalogue = catalogues.catalogue_of()
    starter = Processes(operators=catalogue.operators, cache=cache_of(None), stub=True)
    return Workplace(output=results, catalogue=catalogue, starter=starter, share=machine())


def _take(browser: Browser, url: str, pages: Sequence[Shown], variant: dict[str, Any], folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    context = browser.new_context(**variant, reduced_motion="reduce")
    page = context.new_page()
    for each in pages:
        page.goto(f"{url}{each.path}")
        _settle(page)
        for selector in each.pressed:
            page.locator(selector).first.click()
        _settle(page)
        page.screenshot(path=folder / f"{each.name}.png")
        if (below := _below(page)) and not each.pressed:
            size = variant["viewport"]
            page.set_viewport_size({"width": size["width"], "height": min(size["height"] + below, TALLEST)})
            _settle(page)
            page.screenshot(path=folder / f"{each.name}-whole.png")
            page.set_viewport_size(size)
    context.close()


def _settle(page: Page) -> None:
    """Wait until nothing is loading, and screenshots are drawn."""
    page.wait_for_timeout(700)
    page.locator(".skeleton").first.wait_for(state="detached")
    page.wait_for_timeout(500)


def _below(page: Page) -> int:
    """Return how many pixels of the page are below the window."""
    main = page.locator("main").first
    return int(main.evaluate("it => it.scrollHeight - it.clientHeight"))


if __name__ == "__main__":
    sys.exit(main())
