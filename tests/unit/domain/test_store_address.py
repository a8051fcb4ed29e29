"""One URL, read once: with and without scheme, port and brackets, it is the same store for everybody."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media_insights.domain.store_address import AMAZON, StoreAddress


def address(url: str, region: str = "") -> StoreAddress:
    return StoreAddress.of(url, bucket="media", region=region)


@pytest.mark.parametrize(
    ("url", "host", "port", "secure"),
    [
        ("", "s3.amazonaws.com", 443, True),
        ("https://s3.eu-central-1.amazonaws.com", "s3.eu-central-1.amazonaws.com", 443, True),
        ("http://s3.argo.svc:7070", "s3.argo.svc", 7070, False),
        ("http://s3.argo.svc", "s3.argo.svc", 80, False),
        ("https://s3.example.com/", "s3.example.com", 443, True),
        ("s3.example.com", "s3.example.com", 443, True),
        ("s3.example.com:9000", "s3.example.com", 9000, True),
        ("//s3.example.com:9000", "s3.example.com", 9000, True),
        ("localhost:9000", "localhost", 9000, True),
        ("HTTP://S3.Example.com:80", "s3.example.com", 80, False),
        ("10.0.0.7:7070", "10.0.0.7", 7070, True),
        ("http://[fd00::7]:7070", "fd00::7", 7070, False),
        ("[fd00::7]:7070", "fd00::7", 7070, True),
        ("fd00::7", "fd00::7", 443, True),
    ],
)
def test_an_url_is_a_host_a_port_and_whether_it_speaks_tls(url: str, host: str, port: int, secure: bool) -> None:  # noqa: FBT001
    found = address(url)
    assert (found.host, found.port, found.secure) == (host, port, secure)


@pytest.mark.parametrize(
    ("url", "endpoint", "whole"),
    [
        ("", "s3.amazonaws.com", "https://s3.amazonaws.com"),
        ("https://s3.example.com:443", "s3.example.com", "https://s3.example.com"),
        ("http://s3.argo.svc:7070", "s3.argo.svc:7070", "http://s3.argo.svc:7070"),
        ("http://s3.argo.svc:443", "s3.argo.svc:443", "http://s3.argo.svc:443"),
        ("fd00::7", "[fd00::7]", "https://[fd00::7]"),
        ("http://[fd00::7]:7070", "[fd00::7]:7070", "http://[fd00::7]:7070"),
    ],
)
def test_argo_gets_host_and_port_and_clients_an_url(url: str, endpoint: str, whole: str) -> None:
    assert (address(url).endpoint, address(url).url) == (endpoint, whole)


@pytest.mark.parametrize(
    ("url", "right"),
    [
        ("https://s3.example.com/minio", "write https://s3.example.com$"),
        ("s3.example.com/minio", "write https://s3.example.com$"),
        ("https://me:word@s3.example.com:9000", "write https://s3.example.com:9000$"),
        ("https://s3.example.com?region=x", "write https://s3.example.com$"),
        ("ftp://s3.example.com", "write https://host or http://host:port"),
        ("https://s3 .example.com", "write https://host or http://host:port"),
        ("https://s3\x1c:9000", "write https://host or http://host:port"),
        ("https://s3\u2003:443", "write https://host or http://host:port"),
        ("https://", "write https://host or http://host:port"),
        ("http://s3.example.com:port", "is not a valid URL of an object store"),
        ("http://s3.example.com:70700", "is not a valid URL of an object store"),
        ("http://s3.example.com:0", "is not a valid URL of an object store"),
        ("http://[fd00::7", "is not a valid URL of an object store"),
    ],
)
def test_what_argo_could_not_be_told_is_refused_with_what_would_be_right(url: str, right: str) -> None:
    with pytest.raises(ValueError, match=right):
        address(url)


def test_amazon_is_known_by_its_host_and_has_a_region_like_every_other() -> None:
    assert address("").is_amazon
    assert address(f"https://{AMAZON}").is_amazon
    assert not address("s3.example.com").is_amazon
    assert (address("").region, address("", "eu-central-1").region) == ("us-east-1", "eu-central-1")


hosts = st.one_of(
    st.from_regex(r"[a-z]([a-z0-9-]{0,10}[a-z0-9])?(\.[a-z]([a-z0-9-]{0,10}[a-z0-9])?){0,3}", fullmatch=True),
    st.ip_addresses().map(str),
)


@given(hosts, st.integers(1, 65535), st.booleans())
def test_an_address_reads_back_from_its_own_url(host: str, port: int, secure: bool) -> None:  # noqa: FBT001
    written = StoreAddress(host=host, port=port, secure=secure, bucket="media")
    assert address(written.url) == written


@given(st.text(max_size=40))
def test_any_text_is_refused_or_reads_back_from_its_own_url(text: str) -> None:
    try:
        found = address(text)
    except ValueError:
        return
    assert found.host
    assert address(found.url) == found
