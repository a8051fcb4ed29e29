"""Keys are used, and never shown."""

from media_insights.storage.run_credentials.credentials import S3Keys


def test_nothing_secret_is_printed() -> None:
    shown = repr(S3Keys(access_key="AKIA", secret_key="hidden", session_token="also hidden"))
    assert ("AKIA" in shown, "hidden" in shown) == (True, False)
