"""Access to an S3 as a value."""

from media_insights.domain.store_address import StoreAddress
from media_insights.storage.s3_access import S3Access


def test_the_secret_key_is_not_printed() -> None:
    access = S3Access(
        address=StoreAddress.of("https://store:9000", bucket="media"), access_key="reader", secret_key="hunter2"
    )
    assert "hunter2" not in repr(access)
    assert "reader" in repr(access)
