"""``media-insights export``: from a results folder."""

from typing import Annotated

import typer

from media_insights.cli import exports
from media_insights.cli.local.results_folders import absent, find_asset, folder_of
from media_insights.exports.formats import ExportRequest
from media_insights.local.records import executions_in
from media_insights.storage.folder import FolderStore
from media_insights.storage.library import Library


def export_from_folder(
    asset: Annotated[
        str, typer.Argument(metavar="[DIR/]ASSET", help="Name of an asset in a results folder.", show_default=False)
    ],
    as_: exports.ExportAs,
    target: exports.Target = None,
    language: exports.ExportedLanguage = "",
) -> None:
    """Write the results of ASSET as another tool reads them; DIR is the folder of `run --output`, default: results."""
    found = find_asset(asset)
    if found is None:
        raise absent(asset)
    store = FolderStore(folder_of(asset))
    stored = Library(store).of(found, executions_in(store, found.metadata.name))
    exports.write_export(stored, ExportRequest(as_, language), target)
