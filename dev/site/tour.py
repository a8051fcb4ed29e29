"""The tour of the console: what its pages variant like, of screenshots that were made before the site was built."""

import shutil
from collections.abc import Mapping
from pathlib import Path

SEEN: Mapping[str, str] = {
    "library": "Everything that was added, and how far it is.",
    "search": "Moments of all files, with the frame and the box of each.",
    "asset": "A video at a moment: boxes over the frame, and lanes of all that was found.",
    "asset-topics": "What is said, as topics and entities.",
    "run-graph": "A run: its whole plan, what each step waits for, and what it says.",
    "review-unsure": "What waits for a decision of somebody, decided with single keys.",
    "operator": "An operator: its models, licences and measured quality.",
    "workflow-edit": "A workflow that is edited while the server checks it.",
}
"""Name of a page in ``dev/screenshots/pages.py`` → what is seen there."""
VARIANTS = ("desk-light", "desk-dark")
MISSING = "There are no screenshots in this copy of the site: `make screenshots docs` makes and adds them."


def write_tour(screenshots: Path, target: Path) -> None:
    """Write the page of the tour, and what it shows, into a folder; without screenshots it says how they are made."""
    target.mkdir(parents=True, exist_ok=True)
    parts = ["# A tour of the console\n"]
    for name, words in SEEN.items():
        shown = [variant for variant in VARIANTS if (screenshots / variant / f"{name}.png").is_file()]
        for variant in shown:
            shutil.copyfile(screenshots / variant / f"{name}.png", target / f"{name}-{variant}.png")
        if shown:
            parts.append(f"## {words}\n")
            parts += [f"![{words} ({variant.partition('-')[2]})]({name}-{variant}.png)\n" for variant in shown]
    if len(parts) == 1:
        parts.append(f"{MISSING}\n")
    (target / "README.md").write_text("\n".join(parts), "utf-8")
