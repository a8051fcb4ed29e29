"""Every page and state of the console that is worth a screenshot: its name, and its address."""

from collections.abc import Iterator
from dataclasses import dataclass

import httpx

_MENU, _SHARE = ".asset-head [aria-haspopup]", "[role=menuitem]:nth-child(2)"
_TABS = ("labels", "people", "text", "moderation", "topics", "sections", "sounds", "captions")
_OF_THE_CONSOLE = ("results", "files", "compare", "history")


@dataclass(frozen=True, slots=True)
class Shown:
    """A page as somebody sees it."""

    name: str
    path: str
    pressed: tuple[str, ...] = ()
    """Selectors of what is pressed, one after the other, before the screenshot is taken."""


_EVERYWHERE = (
    Shown("library", "/"),
    Shown("library-table", "/?view=table"),
    Shown("library-nothing", "/?q=nothing+is+called+so"),
    Shown("search-start", "/search"),
    Shown("search", "/search?q=label%3ACat"),
    Shown("search-words", "/search?q=says%3Aspring"),
    Shown("search-moments", "/search?q=person&group=moment"),
    Shown("add", "/add"),
    Shown("runs", "/runs"),
    Shown("people", "/people"),
    Shown("people-collections", "/people?tab=collections"),
    Shown("review", "/review"),
    Shown("review-unsure", "/review?kind=low-confidence&below=90"),
    Shown("operators", "/catalogue/operators"),
    Shown("operator", "/catalogue/operators/label-detection"),
    Shown("workflows", "/catalogue/workflows"),
    Shown("workflow", "/catalogue/workflows/local/full-analysis"),
    Shown("workflow-list", "/catalogue/workflows/local/full-analysis?view=list"),
    Shown("workflow-yaml", "/catalogue/workflows/local/full-analysis?view=yaml"),
    Shown("workflow-edit", "/catalogue/workflows/local/full-analysis/edit"),
    Shown("settings", "/settings"),
    Shown("login", "/login"),
    Shown("no-page", "/no/such/page"),
)


def pages_of(client: httpx.Client) -> Iterator[Shown]:
    """Yield every page of an installation that has a video; those of the video at a moment at which things are seen."""
    yield from _EVERYWHERE
    video = client.get("/v1/assets", params={"type": "Video"}).raise_for_status().json()["items"][0]
    run = client.get("/v1/executions", params={"asset": video["name"]}).raise_for_status().json()["items"][0]["id"]
    here = f"/assets/{video['id']}?t=8"
    yield Shown("asset", here)
    yield from (Shown(f"asset-{tab}", f"{here}&tab={tab}") for tab in (*_TABS, *_OF_THE_CONSOLE))
    yield Shown("asset-link", here, (_MENU, _SHARE))
    yield from (Shown(f"run-{view}", f"/runs/{run}?view={view}&op=transcribe") for view in ("graph", "list", "log"))
    link = client.post(f"/v1/assets/{video['id']}/embed-links", json={"days": 1}).raise_for_status().json()
    yield Shown("embed", f"/embed/{link['path'].split('/embed/')[1]}?t=8")
