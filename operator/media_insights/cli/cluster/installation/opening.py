"""Opening of an installation's files: through the HTTP API where there is one, and else with keys of the store."""

from collections.abc import Iterator
from contextlib import contextmanager

from media_insights.cli.cluster.clusters import Cluster
from media_insights.cli.cluster.installation.api_discovery import endpoint_of
from media_insights.cli.cluster.installation.asset_files import AssetFiles
from media_insights.cli.cluster.installation.files_by_api import FilesByApi
from media_insights.cli.cluster.installation.files_by_keys import FilesByKeys
from media_insights.cli.cluster.stores import StoreFlags, open_store


@contextmanager
def open_files(cluster: Cluster, flags: StoreFlags) -> Iterator[AssetFiles]:
    """Give the installation's files while the block runs; a user who names a store or its keys gets that store."""
    endpoint = "" if flags.names_store else endpoint_of(cluster, flags)
    if isinstance(endpoint, str):
        with open_store(cluster, flags, endpoint) as store:
            yield FilesByKeys(store)
    else:
        yield FilesByApi(endpoint)
