"""Refusals of IAM and STS as the errors of ``errors``."""

from botocore.exceptions import BotoCoreError, ClientError

from media_insights.errors import AccessDenied, StoreError, Unavailable

_DENIED = frozenset({"AccessDenied", "InvalidClientTokenId", "InvalidAccessKeyId", "SignatureDoesNotMatch"})
_LATER = frozenset({"Throttling", "ThrottlingException", "SlowDown", "ConcurrentModification", "ServiceFailure"})
_FIRST_OF_THE_SERVER = 500


def code_of(error: ClientError) -> str:
    """Return the service's own word for what is wrong."""
    return str(error.response.get("Error", {}).get("Code", ""))


def error_of(error: ClientError | BotoCoreError | OSError, what: str) -> StoreError | Unavailable:
    """Return the error to raise; ``what``: what was tried, as a sentence's beginning."""
    if not isinstance(error, ClientError):
        return Unavailable(f"{what}: the service does not answer: {error}")
    code = code_of(error)
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    sentence = f"{what}: {error.response.get('Error', {}).get('Message') or code or status}"
    if status >= _FIRST_OF_THE_SERVER or code in _LATER:
        return Unavailable(sentence)
    return (AccessDenied if code in _DENIED else StoreError)(sentence)
