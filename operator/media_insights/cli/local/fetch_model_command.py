"""``media-insights operator fetch-model``: a model from where its manifest says, checked, as a folder to mount."""

import time
from pathlib import Path
from typing import Annotated

import typer

from media_insights.catalogue.model_digests import digest_of_models
from media_insights.cli.terminal.answers import tell
from media_insights.cli.terminal.failures import as_failures, say
from media_insights.local.model_downloads import fetch, parse_pinned

EVERY = 5.0
"""Seconds between two lines about a file that is coming."""
MEGABYTE = 1_000_000


@as_failures()
def fetch_model(
    manifest: Annotated[
        Path, typer.Argument(help="A model's manifest, with url and sha256 of each file.", show_default=False)
    ],
    folder: Annotated[
        Path | None, typer.Argument(help="Where it goes. Default: the manifest's name.", show_default=False)
    ] = None,
) -> None:
    """Download the files that a manifest pins into a folder that can be mounted, and print the folder's digest.

    Files that are there already are kept, and one that came in part goes on; what has another digest is refused.
    """
    pinned = parse_pinned(manifest)
    target = (folder or Path(manifest.stem)).resolve()
    for each, is_new in fetch(pinned, target, _Told()):
        size = (target / each.path).stat().st_size / MEGABYTE
        tell(f"{'fetched' if is_new else 'kept   '}  {each.path}   {size:.1f} MB   sha256 {each.sha256}")
    tell(f"digest   {digest_of_models(target)}")


class _Told:
    """Says how far a file is, now and then."""

    def __init__(self) -> None:
        self._at = time.monotonic()

    def __call__(self, path: str, there: int) -> None:
        if time.monotonic() - self._at >= EVERY:
            self._at = time.monotonic()
            say(f"{path}: {there / MEGABYTE:.0f} MB so far")
