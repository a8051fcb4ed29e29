"""One trust domain: runs get their parents' keys, and nothing is made or revoked."""

from media_insights.domain.planning.grants import Grant
from media_insights.storage.run_credentials.credentials import RunCredentials, S3Keys
from media_insights.storage.run_credentials.shared_keys import SharedKeys


def test_runs_get_the_keys_of_their_namespace_as_they_are() -> None:
    shared: RunCredentials = SharedKeys()
    parent = S3Keys(access_key="a", secret_key="b")
    assert shared.of_run(Grant(run="e", bucket="media"), parent) == parent
    shared.revoke("e")
    assert (shared.runs(), shared.expires, shared.from_parent) == (frozenset(), False, True)
