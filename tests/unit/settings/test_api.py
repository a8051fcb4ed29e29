"""The HTTP API's settings: what is wrong is told by the variable's name."""

import pytest

from media_insights.errors import InvalidSettings
from media_insights.settings import api as settings

STORE = {"MEDIA_INSIGHTS_S3_ENDPOINT": "http://store:7070", "MEDIA_INSIGHTS_API_KEY": "k" * 32}
SIGN_IN = {
    "MEDIA_INSIGHTS_OIDC_ISSUER": "https://id.example",
    "MEDIA_INSIGHTS_OIDC_CLIENT_ID": "media",
    "MEDIA_INSIGHTS_OIDC_CLIENT_SECRET": "secret",
    "MEDIA_INSIGHTS_OIDC_ORIGIN": "https://media.example",
    "MEDIA_INSIGHTS_SESSION_KEYS": f"{'n' * 32} {'o' * 32}",
}


def test_session_keys_are_in_the_order_in_which_they_are_used() -> None:
    found = settings.read({**STORE, **SIGN_IN}).sign_in
    assert found is not None
    assert found.keys == ("n" * 32, "o" * 32)
    assert "secret" not in repr(found).replace("secret=", "")


def test_sites_that_may_frame_links_are_a_list() -> None:
    origins = "https://www.example.com http://127.0.0.1:8000 https://*.example.org"
    assert settings.read({**STORE, "MEDIA_INSIGHTS_API_EMBED_ORIGINS": origins}).embed_origins == tuple(origins.split())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OIDC_ISSUER", "http://id.example"),
        ("OIDC_CLIENT_ID", ""),
        ("OIDC_ORIGIN", ""),
        ("OIDC_ORIGIN", "media.example"),
        ("OIDC_ORIGIN", "https://media.example/path"),
        ("OIDC_PREFIX", "system:"),
        ("API_EMBED_ORIGINS", "www.example.com"),
        ("API_EMBED_ORIGINS", "https://www.example.com/page"),
        ("API_EMBED_ORIGINS", "https://www.example.com;script-src"),
        ("API_EMBED_ORIGINS", "*"),
        ("SESSION_KEYS", ""),
        ("SESSION_KEYS", "short"),
        ("SESSION_KEYS", f"{'n' * 32} short"),
    ],
)
def test_what_cannot_be_used_is_refused_by_name(name: str, value: str) -> None:
    with pytest.raises(InvalidSettings, match=f"MEDIA_INSIGHTS_{name}"):
        settings.read({**STORE, **SIGN_IN, f"MEDIA_INSIGHTS_{name}": value})
