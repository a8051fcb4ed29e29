"""``export``: an asset's results as another tool reads them, from the object store or from a results folder."""

import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from tempfile import NamedTemporaryFile
from typing import IO, Annotated, Any

import typer

from media_insights.api.v1alpha1 import MediaAsset
from media_insights.api.v1alpha1.operator import Index
from media_insights.cli.contents import parsed
from media_insights.cli.terminal.failures import USAGE, Failure, say
from media_insights.domain import layout
from media_insights.domain.planning.plans_json import plan_of
from media_insights.errors import NoSuchObject
from media_insights.exports.assets import Asset
from media_insights.exports.formats import EXPORTS, ExportFormat
from media_insights.local.records import asset_in
from media_insights.storage.folder import FolderStore
from media_insights.storage.store import Store

As = Annotated[ExportFormat, typer.Option("--as", help="What to write.", show_default=False)]
Target = Annotated[
    Path | None, typer.Option("-o", "--output", help="File; default: stdout. Never overwritten.", show_default=False)
]
RESULTS = Path("results")
"""Folder of ``media-insights run`` unless the user names another."""


def export_here(
    asset: Annotated[
        str, typer.Argument(metavar="[DIR/]ASSET", help="Name of an asset in a results folder.", show_default=False)
    ],
    as_: As,
    target: Target = None,
) -> None:
    """Write the results of ASSET as another tool reads them; DIR is the folder of `run --output`, default: results."""
    path = Path(asset)
    folder = path.parent if path.parent != Path() else RESULTS
    store = FolderStore(folder)
    found = asset_in(store, path.name)
    if found is None:
        known = ", ".join(sorted(each.stem for each in (folder / MediaAsset.PLURAL).glob("*.yaml")))
        raise Failure(f"{folder} has no asset {path.name}: it has {known or 'none'}", code=USAGE)
    write(asset_of(found, store), as_, target)


def asset_of(asset: MediaAsset, store: Store) -> Asset:
    """Return an asset as exports see it. A result whose run left no plan has no moments, which is said."""
    keys = {each.operator: each.key for each in asset.status.metadata}
    source = asset.spec.source
    return Asset(
        name=asset.metadata.name,
        uid=asset.metadata.uid,
        title=asset.spec.title,
        source=source.uri,
        file=source.file_name,
        created=asset.metadata.creation_timestamp or "",
        results=Stored(store, keys),
        indexes=_indexes(store, keys),
    )


class Stored(Mapping[str, Any]):
    """Results by name, each read from the store whenever it is asked for: never more than one is kept."""

    def __init__(self, store: Store, keys: Mapping[str, str]) -> None:
        self._store = store
        self._keys = keys

    def __getitem__(self, name: str) -> Any:
        """Read a result."""
        return parsed(self._store, self._keys[name])

    def __contains__(self, name: object) -> bool:
        """Look without reading."""
        return name in self._keys

    def __iter__(self) -> Iterator[str]:
        """Give the names."""
        return iter(self._keys)

    def __len__(self) -> int:
        """Count them."""
        return len(self._keys)


def write(asset: Asset, format_: ExportFormat, target: Path | None) -> None:
    """Write an export to a file, whole or not at all, or to stdout."""
    if target is None:
        sys.stdout.reconfigure(encoding="utf-8", errors="replace", newline="")  # type: ignore[union-attr]
        _write(asset, format_, sys.stdout)
        sys.stdout.flush()
        return
    if target.exists():
        raise Failure(f"{target} exists: name another file with --output", code=USAGE)
    if not target.parent.is_dir():
        raise Failure(f"--output {target}: there is no folder {target.parent}", code=USAGE)
    with NamedTemporaryFile(
        "w", dir=target.parent, prefix=".export-", delete=False, encoding="utf-8", errors="replace", newline=""
    ) as partial:
        try:
            _write(asset, format_, partial)
            partial.close()
            Path(partial.name).chmod(0o644)
            Path(partial.name).replace(target)
        finally:
            Path(partial.name).unlink(missing_ok=True)


def _write(asset: Asset, format_: ExportFormat, file: IO[str]) -> None:
    for piece in EXPORTS[format_](asset):
        file.write(piece)


def _indexes(store: Store, keys: Mapping[str, str]) -> dict[str, Index]:
    """Return result name → index, from the snapshots of the runs that made the results."""
    plans = {key: str(PurePosixPath(key).parent / layout.PLAN_FILE) for key in keys.values()}
    written: dict[str, Index | None] = {}
    for plan in sorted(set(plans.values())):
        written |= _in_plan(store, plan)
    unknown = sorted(name for name, key in keys.items() if key not in written)
    if unknown:
        say(f"no plan says what these results mean, they are left out of tables and tracks: {', '.join(unknown)}")
    found = {name: written.get(key) for name, key in keys.items()}
    return {name: index for name, index in found.items() if index is not None}


def _in_plan(store: Store, key: str) -> dict[str, Index | None]:
    """Return key of a result → its index, of one run."""
    try:
        plan = plan_of(json.loads(store.get(key)))
    except (NoSuchObject, ValueError, KeyError, TypeError):
        return {}
    return {output.key: step.spec.index for step in plan.steps for output in step.outputs if output.result}
