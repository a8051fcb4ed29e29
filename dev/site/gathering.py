"""Gathers the pages of the site: those that are named, and whatever they link to, at the same relative places."""

import posixpath
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

FENCE = re.compile(r"(```.*?```|`[^`\n]*`)", re.DOTALL)
LINK = re.compile(r"(?<=\]\()([^)\s]+)(?=[)\s])")
_ELSEWHERE = re.compile(r"^([a-z][a-z0-9+.-]*:|#|/)", re.IGNORECASE)
PAGE = "README.md"


class DeadLink(Exception):  # noqa: N818 - it is what it says
    """A page links to something that is not in the repository."""


def gather(root: Path, pages: Iterable[str], target: Path) -> list[str]:
    """Copy pages, and everything that they and their links lead to, into a folder; return the paths of all pages.

    A link to a folder leads to its README, or to a list of its pages. Raises DeadLink for the first that leads nowhere.
    """
    waiting, seen = list(pages), set[str]()
    while waiting:
        path = waiting.pop()
        if path in seen:
            continue
        seen.add(path)
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        if path.endswith(".md"):
            text, linked = page_of(root, path) if (root / path).is_file() else list_of(root, path)
            (target / path).write_text(text, "utf-8")
            waiting += linked
        else:
            shutil.copyfile(root / path, target / path)
    return sorted(each for each in seen if each.endswith(".md"))


def page_of(root: Path, path: str) -> tuple[str, list[str]]:
    """Return a page with links that a site can follow, and the paths of what it links to."""
    linked: list[str] = []

    def followed(match: re.Match[str]) -> str:
        link = match[0]
        if _ELSEWHERE.match(link):
            return link
        name, mark, anchor = link.partition("#")
        found = posixpath.normpath(posixpath.join(posixpath.dirname(path), name))
        if (root / found).is_dir():
            name, found = posixpath.join(name, PAGE), posixpath.join(found, PAGE)
        if found.startswith("..") or not ((root / found).is_file() or _listed(root, found)):
            raise DeadLink(f"{path} links to {link}, which is not there; a folder needs pages")
        linked.append(found)
        return f"{name}{mark}{anchor}"

    parts = FENCE.split((root / path).read_text("utf-8"))
    parts[::2] = [LINK.sub(followed, each) for each in parts[::2]]  # the others are code
    return "".join(parts), linked


def list_of(root: Path, path: str) -> tuple[str, list[str]]:
    """Return a page that lists the pages of a folder without a README, and their paths."""
    found = _listed(root, path)
    lines = [f"- [{_title(root / each)}]({posixpath.basename(each)})" for each in found]
    return f"# {posixpath.basename(posixpath.dirname(path)).capitalize()}\n\n" + "\n".join(lines) + "\n", found


def _listed(root: Path, path: str) -> list[str]:
    """Return the pages of a folder whose README would have this path; none unless it would."""
    folder = root / posixpath.dirname(path)
    is_list = posixpath.basename(path) == PAGE and folder.is_dir()
    return sorted(str(each.relative_to(root)) for each in folder.glob("*.md")) if is_list else []


def _title(page: Path) -> str:
    heads = (line for line in page.read_text("utf-8").splitlines() if line.startswith("# "))
    return next(heads, f"# {page.stem}").removeprefix("# ")
