"""Access to an S3, address and credentials, as a value: settings and flags read it without a client."""

from dataclasses import dataclass, field

from media_insights.domain.store_address import StoreAddress


@dataclass(frozen=True, slots=True, kw_only=True)
class S3Access:
    """Where an S3 is, and the credentials with which it is asked; without keys boto3 finds the user's own."""

    address: StoreAddress
    access_key: str = ""
    secret_key: str = field(default="", repr=False)
    """Never part of what is printed or logged."""
    ca_file: str = ""
    """PEM file of the endpoint's certificate authority; empty means the system's."""
