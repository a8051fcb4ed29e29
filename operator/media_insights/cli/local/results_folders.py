"""Assets of a results folder, as users name them: ``[DIR/]ASSET``."""

from pathlib import Path

from media_insights.api.v1alpha1 import MediaAsset
from media_insights.cli.terminal.failures import USAGE, Failure
from media_insights.local.records import asset_in
from media_insights.storage.folder import FolderStore

RESULTS = Path("results")
"""Folder of ``media-insights run`` unless the user names another."""


def folder_of(asset: str) -> Path:
    """Return the results folder that a name is meant in."""
    parent = Path(asset).parent
    return parent if parent != Path() else RESULTS


def find_asset(asset: str) -> MediaAsset | None:
    """Return the asset of that name, None when its folder has none."""
    return asset_in(FolderStore(folder_of(asset)), Path(asset).name)


def absent(asset: str, hint: str = "") -> Failure:
    """Return that a folder has no such asset, and which it has."""
    folder = folder_of(asset)
    known = ", ".join(sorted(each.stem for each in (folder / MediaAsset.PLURAL).glob("*.yaml")))
    return Failure(f"{folder} has no asset {Path(asset).name}: it has {known or 'none'}{hint}", code=USAGE)
