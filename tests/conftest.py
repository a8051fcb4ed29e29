"""What all tests share: two options, and Hypothesis without a stop watch.

`--update` rewrites golden files. `--thorough` also runs what a release runs and a commit does not: tests marked
`thorough`, which try more of what others already try once.
"""

import os
import signal

import pytest
from hypothesis import HealthCheck, settings

# A busy machine draws slowly; that says nothing about the code. CI draws the same examples every time.
settings.register_profile(
    "steady", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=bool(os.environ.get("CI"))
)
settings.load_profile("steady")

# A shell starts what runs behind it deaf to Ctrl-C, and children inherit that: those that tests interrupt must hear it.
signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite golden files instead of comparing with them")
    parser.addoption("--thorough", action="store_true", help="run what only a release runs, too")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what is marked `thorough`, unless it is asked for or named by its id."""
    if config.getoption("--thorough") or any("::" in each for each in config.args):
        return
    left_out = [item for item in items if item.get_closest_marker("thorough")]
    items[:] = [item for item in items if not item.get_closest_marker("thorough")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)


@pytest.fixture(scope="session")
def update(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be rewritten; never where nobody looks at the difference."""
    wanted = bool(request.config.getoption("--update"))
    if wanted and os.environ.get("CI"):
        pytest.fail("--update is for people who read what changed, not for CI")
    return wanted
