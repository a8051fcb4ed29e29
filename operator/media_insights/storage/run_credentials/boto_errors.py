"""Refusals of IAM and STS as the errors of ``errors``."""

from collections.abc import Mapping

from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    NoCredentialsError,
    ParamValidationError,
    PartialCredentialsError,
)

from media_insights.errors import AccessDenied, StoreError, Unavailable

_EXPIRED = "the credentials that it is made from have expired: renew them"
_HINTS: Mapping[str, str] = {
    "ExpiredToken": _EXPIRED,
    "ExpiredTokenException": _EXPIRED,
    "MalformedPolicyDocument": "the service does not read the policy of a run as AWS does",
    "PackedPolicyTooLarge": "let the run's parameters name fewer files, or files with shorter names",
    "RegionDisabledException": "an administrator activates STS in this region, or names the endpoint of another one",
}
"""The service's word → what would be right, where its own sentence does not say it."""
_DENIED = frozenset(
    {
        "AccessDenied",
        "ExpiredToken",
        "ExpiredTokenException",
        "InvalidAccessKeyId",
        "InvalidClientTokenId",
        "RegionDisabledException",
        "SignatureDoesNotMatch",
    }
)
_LATER = frozenset({"Throttling", "ThrottlingException", "SlowDown", "ConcurrentModification", "ServiceFailure"})
_FIRST_OF_THE_SERVER = 500


def code_of(error: ClientError) -> str:
    """Return the service's own word for what is wrong."""
    return str(error.response.get("Error", {}).get("Code", ""))


def error_of(error: ClientError | BotoCoreError | OSError, what: str) -> StoreError | Unavailable:
    """Return the error to raise; ``what``: what was tried, as a sentence's beginning."""
    if isinstance(error, NoCredentialsError | PartialCredentialsError):
        return AccessDenied(f"{what}: there are no keys to make them from: {error}")
    if isinstance(error, ParamValidationError):
        return StoreError(f"{what}: {' '.join(str(error).split())}")
    if not isinstance(error, ClientError):
        return Unavailable(f"{what}: the service does not answer: {error}")
    code = code_of(error)
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    sentence = f"{what}: {error.response.get('Error', {}).get('Message') or code or status}"
    sentence += f"; {hint}" if (hint := _HINTS.get(code)) else ""
    if status >= _FIRST_OF_THE_SERVER or code in _LATER:
        return Unavailable(sentence)
    return (AccessDenied if code in _DENIED else StoreError)(sentence)
