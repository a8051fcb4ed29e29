from pathlib import Path

import pytest

from dev.cluster import home
from dev.cluster.errors import ClusterError


@pytest.mark.parametrize(
    ("environ", "root"),
    [
        ({"MEDIA_INSIGHTS_CACHE": "/m", "XDG_CACHE_HOME": "/x", "HOME": "/h"}, "/m"),
        ({"XDG_CACHE_HOME": "/x", "HOME": "/h"}, "/x/media-insights"),
        ({"HOME": "/h", "MEDIA_INSIGHTS_CACHE": ""}, "/h/.cache/media-insights"),
    ],
)
def test_the_cache_is_where_the_environment_says(environ: dict[str, str], root: str) -> None:
    assert home.of(environ).root == Path(root)


@pytest.mark.parametrize("root", ["relative/path", "/" + "long" * 20])
def test_a_cache_whose_sockets_could_not_be_opened_is_refused(root: str) -> None:
    with pytest.raises(ClusterError, match="absolute path of at most 59 characters"):
        home.of({"MEDIA_INSIGHTS_CACHE": root})


def test_the_longest_socket_fits_the_kernels_limit() -> None:
    longest = home.of({"MEDIA_INSIGHTS_CACHE": "/" + "r" * (home.LONGEST_ROOT - 1)})
    sockets = [f"{longest.socket}.ttrpc", f"{longest.run}/kubelet/device-plugins/kubelet.sock"]
    assert max(len(path) for path in sockets) <= 107
