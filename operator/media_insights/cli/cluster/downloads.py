"""``kubectl media download``: a medium that an operator made, as a local file."""

from pathlib import Path, PurePosixPath

from media_insights.cli.cluster.clusters import Cluster
from media_insights.cli.cluster.executions import asset_of
from media_insights.cli.cluster.stores import StoreFlags, open_store
from media_insights.cli.terminal.failures import USAGE, Failure
from media_insights.cli.terminal.files import write_whole
from media_insights.storage import playlists
from media_insights.storage.library import Library
from media_insights.storage.store import Store


def download(cluster: Cluster, flags: StoreFlags, asset: str, medium: str, target: Path | None) -> Path:
    """Write a medium of an asset to a file and return its path; an existing file is not overwritten.

    A playlist comes with all that it names, beside it.
    """
    found = asset_of(cluster, asset)
    with open_store(cluster, flags) as store:
        keys = Library(store).of(found, ()).media
        key = next((key for name, key in keys.items() if name.lower() == medium.lower()), None)
        if key is None:
            known = ", ".join(sorted(keys)) or "none yet"
            raise Failure(f"{asset} has no medium {medium}; it has: {known}")
        return fetch(store, key, target)


def fetch(store: Store, key: str, target: Path | None) -> Path:
    """Write an object, and what belongs to it, to files; return the path of the first. Raises Failure, writing none."""
    path = target or Path(PurePosixPath(key).name)
    path = path / PurePosixPath(key).name if path.is_dir() else path
    first, *others = playlists.family_of(store, key)
    files = {first: path} | {each: path.with_name(PurePosixPath(each).name) for each in others}
    taken = next((place for place in files.values() if place.exists()), None)
    if taken:
        raise Failure(f"{taken} exists: name another file or folder with --output", code=USAGE)
    for each, place in files.items():
        with write_whole(place) as partial:
            store.get_file(each, partial)
    return path
