"""Which failures last: to try such a call again is in vain, whatever the handler raises in their place."""

from collections.abc import Iterator

from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError, ParamValidationError

_DEFECTS = (ArithmeticError, AttributeError, ImportError, LookupError, NameError, TypeError, ValueError)
"""What the same event raises again. LookupError holds KeyError and IndexError."""
_TOO_EARLY = frozenset({408, 409, 425, 429})
_THROTTLED = ("Throttl", "TooManyRequests", "RequestLimit", "LimitExceeded", "ProvisionedThroughput", "SlowDown")
_CLIENT_ERROR, _SERVER_ERROR = 400, 500


def lasts(error: BaseException) -> bool:
    """Return whether an error that a handler raised comes from one that will be there the next time, too."""
    return any(_lasts(each) for each in _before(error))


def _before(error: BaseException) -> Iterator[BaseException]:
    """Yield what an error came from: raised from it, or while it was handled."""
    before = error.__cause__ or error.__context__
    while before is not None:
        yield before
        before = before.__cause__ or before.__context__


def _lasts(error: BaseException) -> bool:
    if isinstance(error, ClientError):
        return _is_refused(error)
    if isinstance(error, BotoCoreError):
        return isinstance(error, NoCredentialsError | ParamValidationError)
    return isinstance(error, _DEFECTS)


def _is_refused(error: ClientError) -> bool:
    """Return whether a service refused the call for what it says, and not for when it came."""
    code = str(error.response.get("Error", {}).get("Code", ""))
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    throttled = status in _TOO_EARLY or any(word in code for word in _THROTTLED)
    return _CLIENT_ERROR <= status < _SERVER_ERROR and not throttled
