"""When the largest part of a page's first view is painted (LCP), for a new visitor: a part of `make bench-console`.

Chromium is the distribution's, the application is the real one, with assets that have posters and results. Time is the
machine's: on a busy one the figure says nothing, so the load is printed beside it.
"""

import os
import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from media_insights.cli.local.serve_command import local_app
from tests.conformance.api.shelf import frames_zip
from tests.console import clips, findings
from tests.console.browsing import FLAGS, chromium, visiting
from tests.console.installations import PREFIX, served
from tests.console.studios import Studio, studio_place
from tests.console.worlds import built

ASSETS = 6
ROUNDS = 5
GOAL = 2000
"""Milliseconds, on an idle machine."""
LAST_PAINT = """new Promise((done) => {
  let last = 0;
  new PerformanceObserver((found) => { for (const each of found.getEntries()) last = each.startTime; })
    .observe({ type: "largest-contentful-paint", buffered: true });
  setTimeout(() => done(last), 500);
})"""


def filled(folder: Path, studio: Studio) -> list[str]:
    """Add assets, and return the addresses of the pages that people open first."""
    film = clips.moving(6, folder)
    frames = clips.frames(film, folder)
    studio.operators.said = findings.told()
    studio.operators.files = {"proxy.mp4": film, "frames.zip": frames_zip(frames), "poster.jpg": frames[0]}
    assets = [studio.add(f"film-{number}.mp4", film) for number in range(ASSETS)]
    return ["/", f"/assets/{assets[0]}", "/search?q=harbour", "/runs"]


def painted(browser: Browser, url: str, path: str) -> float:
    """Return when the largest part was painted, milliseconds from when the address was asked for."""
    with visiting(browser, url, locale="en-GB", viewport={"width": 1440, "height": 900}) as visit:
        visit.open(path)
        return float(visit.page.evaluate(LAST_PAINT))


def measure(folder: Path) -> None:
    """Print what each page takes."""
    place, operators = studio_place(folder)
    with served(local_app(place, prefix=PREFIX, console=built()), PREFIX) as url, sync_playwright() as playwright:
        pages = filled(folder, Studio(url, operators))
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        for path in pages:
            times = [painted(browser, url, path) for _ in range(ROUNDS)]
            median, worst = statistics.median(times), max(times)
            print(f"{path[:20]:20} LCP {median:6.0f} ms (median of {ROUNDS}, worst {worst:.0f}; goal {GOAL} ms)")
        browser.close()
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        measure(Path(made))
