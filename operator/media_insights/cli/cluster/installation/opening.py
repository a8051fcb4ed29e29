"""Opening of an installation's files: through the HTTP API where there is one, and else with keys of the store."""

from collections.abc import Iterator
from contextlib import contextmanager

from media_insights.cli.cluster.clusters import Cluster
from media_insights.cli.cluster.installation.asset_files import AssetFiles
from media_insights.cli.cluster.installation.files_by_keys import FilesByKeys
from media_insights.cli.cluster.stores import StoreFlags, open_store


@contextmanager
def open_files(cluster: Cluster, flags: StoreFlags) -> Iterator[AssetFiles]:
    """Give the installation's files while the block runs; a user who names a store or its keys gets that store."""
    found = "" if flags.names_store else _by_api(cluster, flags)
    if isinstance(found, str):
        with open_store(cluster, flags, found) as store:
            yield FilesByKeys(store)
    else:
        yield found


def _by_api(cluster: Cluster, flags: StoreFlags) -> AssetFiles | str:
    """Return the files through the API, or in a sentence why it cannot be used."""
    # clients that --help need not load
    from media_insights.cli.cluster.installation.api_discovery import endpoint_of  # noqa: PLC0415
    from media_insights.cli.cluster.installation.files_by_api import FilesByApi  # noqa: PLC0415

    endpoint = endpoint_of(cluster, flags)
    return endpoint if isinstance(endpoint, str) else FilesByApi(endpoint)
