"""What an installation that says nothing gets."""

from media_insights.compile.settings import CompileSettings
from media_insights.domain.running.sentences import USUAL_MEMORY_LIMIT
from media_insights.domain.store_address import StoreAddress

USUAL = CompileSettings(store=StoreAddress.of("", bucket="media"))


def test_pods_run_as_nobody_in_particular() -> None:
    assert min(USUAL.identity.values()) > 1000


def test_accelerators_are_asked_for_by_those_only_that_require_one() -> None:
    assert not USUAL.gpu.enabled


def test_the_memory_limit_is_the_one_that_sentences_name() -> None:
    assert USUAL.default_memory_limit == USUAL_MEMORY_LIMIT


def test_settings_do_not_share_what_can_be_changed() -> None:
    other = CompileSettings(store=USUAL.store)
    assert USUAL.default_requests is not other.default_requests
    assert USUAL.executor_resources is not other.executor_resources
