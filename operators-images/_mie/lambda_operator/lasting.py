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
    verdicts = (_lasts(each) for each in _before(error))
    return next((each for each in verdicts if each is not None), False)


def _before(error: BaseException) -> Iterator[BaseException]:
    """Yield what an error came from, the latest first: raised from it, or while it was handled."""
    before = _cause(error)
    while before is not None:
        yield before
        before = _cause(before)


def _cause(error: BaseException) -> BaseException | None:
    return error.__cause__ or (None if error.__suppress_context__ else error.__context__)


def _lasts(error: BaseException) -> bool | None:
    """Return what an error says, whatever was handled before it; None for one that only passes another one on."""
    if isinstance(error, ClientError):
        return _is_refused(error)
    if isinstance(error, BotoCoreError):
        return isinstance(error, NoCredentialsError | ParamValidationError)
    if isinstance(error, _DEFECTS):
        return True
    return False if isinstance(error, OSError) else None


def _is_refused(error: ClientError) -> bool:
    """Return whether a service refused the call for what it says, and not for when it came."""
    code = str(error.response.get("Error", {}).get("Code", ""))
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    throttled = status in _TOO_EARLY or any(word in code for word in _THROTTLED)
    return _CLIENT_ERROR <= status < _SERVER_ERROR and not throttled
