"""Every relative link in the documentation leads to a file that Git knows, and its ``#anchor`` to a heading there."""

import re
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
FENCE = re.compile(r"^( *)```.*?^\1```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`[^`]*`")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#{1,6} +(.+?) *#*$", re.MULTILINE)
ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


@cache
def tracked() -> frozenset[str]:
    """Return the files that Git tracks or would track, and the folders that hold them, from the root."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout.splitlines()
    files = [Path(line) for line in listed if (ROOT / line).is_file()]
    return frozenset(each.as_posix() for file in files for each in (file, *file.parents))


def pages() -> list[str]:
    return sorted(name for name in tracked() if name.endswith(".md"))


def links(text: str) -> Iterator[str]:
    """Yield the targets of a page's links that stay in the repository; code is none."""
    prose = CODE.sub(lambda code: "x" * len(code[0]), FENCE.sub("", text))
    yield from (target for target in LINK.findall(prose) if not ELSEWHERE.match(target))


def anchors(text: str) -> set[str]:
    """Return the anchors of a page's headings, made as GitHub makes them."""
    titles = [re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", title) for title in HEADING.findall(FENCE.sub("", text))]
    slugs: list[str] = []
    for title in titles:
        slug = re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
        earlier = sum(re.fullmatch(rf"{re.escape(slug)}(-\d+)?", each) is not None for each in slugs)
        slugs.append(f"{slug}-{earlier}" if earlier else slug)
    return set(slugs)


def problem_of(page: str, target: str) -> str | None:
    """Return what is wrong with a link, or None."""
    path, _, anchor = target.partition("#")
    file = (ROOT / page).parent.joinpath(path).resolve() if path else ROOT / page
    if not file.is_relative_to(ROOT) or file.relative_to(ROOT).as_posix() not in tracked():
        return f"{target}: there is no such file"
    if anchor and anchor not in anchors(file.read_text("utf-8")):
        return f"{target}: there is no such heading"
    return None


@pytest.mark.parametrize("page", pages())
def test_links_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    assert [problem for target in links(text) if (problem := problem_of(page, target))] == []


def test_anchors_are_those_of_github() -> None:
    text = "# On `kubectl media`\n```sh\n# no heading\n```\n## A, b – c [d](e.md)\n## Same\n## Same\n"
    assert anchors(text) == {"on-kubectl-media", "a-b--c-d", "same", "same-1"}


def test_code_holds_no_links() -> None:
    text = "[a](b.md#c) `[d](e)` [web](https://example.org) ![`f`](g.svg)\n```\n[h](i)\n```\n"
    assert list(links(text)) == ["b.md#c", "g.svg"]


@pytest.mark.parametrize("target", ["missing.md", "../outside.md", "README.md#no-such-heading", "#no-such-heading"])
def test_a_broken_link_is_found(target: str) -> None:
    assert problem_of("README.md", target) is not None
