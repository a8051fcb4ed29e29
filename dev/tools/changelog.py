"""Joins the fragments of ``changelog.d`` into a section of ``CHANGELOG.md``, newest version first, and removes them.

    python -m dev.tools.changelog 0.2.0 2026-12-24

The same fragments give the same text: they stand in the order of their names, one item for each paragraph or item.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parents[2]
FRAGMENTS = "changelog.d"
CHANGELOG = "CHANGELOG.md"
TITLE = "# Changelog\n\nWhat changed for users, newest version first.\n"


def fragments_in(root: Path) -> list[Path]:
    """Return the fragments that no release has joined yet, by name."""
    return sorted(path for path in (root / FRAGMENTS).glob("*.md") if path.name != "README.md")


def items_of(text: str) -> Iterator[str]:
    """Yield the items of a fragment, each on one line: its list's, or its paragraphs."""
    words: list[str] = []
    for line in [*text.splitlines(), ""]:
        starts = line.startswith("- ")
        if (starts or not line.strip()) and words:
            yield " ".join(words)
            words = []
        words += line.removeprefix("- ").split()


def section_of(version: str, day: date, texts: Iterable[str]) -> str:
    """Return a version's section."""
    items = "".join(f"- {item}\n" for text in texts for item in items_of(text))
    return f"## {version} – {day.isoformat()}\n\n{items}"


def with_section(changelog: str, section: str) -> str:
    """Return the changelog with a section above all others. Raises ValueError when the version has one already."""
    version = section.split(" – ", 1)[0]
    if f"\n{version} – " in changelog:
        raise ValueError(f"{CHANGELOG} already has a section {version.removeprefix('## ')}")
    head, found, rest = (changelog or TITLE).partition("\n## ")
    return f"{head.rstrip()}\n\n{section}" + (f"\n## {rest}" if found else "")


def join(root: Path, version: str, day: date) -> int:
    """Write the section, remove its fragments and return how many there were."""
    fragments = fragments_in(root)
    path = root / CHANGELOG
    old = path.read_text(encoding="utf-8") if path.is_file() else ""
    section = section_of(version, day, [each.read_text(encoding="utf-8") for each in fragments])
    path.write_text(with_section(old, section), encoding="utf-8")
    for each in fragments:
        each.unlink()
    return len(fragments)


def main() -> int:
    """Run the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("version")
    parser.add_argument("date", type=date.fromisoformat, help="of the release, YYYY-MM-DD")
    arguments = parser.parse_args()
    try:
        count = join(ROOT, arguments.version, arguments.date)
    except ValueError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write(f"{CHANGELOG}: {arguments.version} from {count} fragments\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
