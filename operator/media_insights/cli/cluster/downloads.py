"""``kubectl media download``: a medium that an operator made, as local files that overwrite nothing."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from media_insights.api.v1alpha1 import MediaAsset
from media_insights.cli.terminal.failures import USAGE, Failure
from media_insights.cli.terminal.files import write_whole

WriteFile = Callable[[str, Path], None]
"""Writes the object of a key to a file."""


@dataclass(frozen=True, slots=True)
class KnownMedium:
    """A medium as the asset names it, and its key."""

    name: str
    key: str


def known_medium(asset: MediaAsset, keys: Mapping[str, str], wanted: str) -> KnownMedium:
    """Return the medium that is wanted, in any case, of those of an asset. Raises Failure naming those that exist."""
    found = next((KnownMedium(name, key) for name, key in keys.items() if name.lower() == wanted.lower()), None)
    if found is None:
        known = ", ".join(sorted(keys)) or "none yet"
        raise Failure(f"{asset.metadata.name} has no medium {wanted}; it has: {known}")
    return found


def write_files(keys: Sequence[str], target: Path | None, write: WriteFile) -> Path:
    """Write a medium and the files that belong to it beside it; return the path of the first.

    ``target``: a file for the first, or a folder; default: here. Raises Failure, writing none, where one exists.
    """
    first, *others = keys
    path = target or Path(PurePosixPath(first).name)
    path = path / PurePosixPath(first).name if path.is_dir() else path
    files = {first: path} | {each: path.with_name(PurePosixPath(each).name) for each in others}
    taken = next((place for place in files.values() if place.exists()), None)
    if taken:
        raise Failure(f"{taken} exists: name another file or folder with --output", code=USAGE)
    for each, place in files.items():
        with write_whole(place) as partial:
            write(each, partial)
    return path
