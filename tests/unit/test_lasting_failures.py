"""Which failures of MIE's handlers are not tried again: what is nearest to the raised error decides."""

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, ParamValidationError

from lambda_operator.lasting import lasts


def called(code: str, status: int) -> ClientError:
    told: Any = {"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(told, "DetectLabels")


REFUSED, THROTTLED = called("InvalidParameterException", 400), called("ThrottlingException", 400)


def after(*errors: BaseException) -> BaseException:
    """Return the error of a handler that met these, each while it handled the one before."""
    chain: BaseException | None = None
    for each in (*errors, RuntimeError("the operator failed")):
        each.__context__ = chain
        chain = each
    assert chain is not None
    return chain


@pytest.mark.parametrize(
    ("errors", "expected"),
    [
        ([], False),
        ([KeyError("Labels")], True),
        ([REFUSED], True),
        ([THROTTLED], False),
        ([KeyError("an older one, handled"), THROTTLED], False),
        ([KeyError("handled"), EndpointConnectionError(endpoint_url="http://s")], False),
        ([KeyError("handled"), TimeoutError("no answer")], False),
        ([KeyError("handled"), REFUSED], True),
        ([THROTTLED, ParamValidationError(report="wrong")], True),
        ([THROTTLED, KeyError("a defect in the handling")], True),
        ([REFUSED, RuntimeError("passed on")], True),
    ],
)
def test_the_nearest_error_that_says_something_decides(errors: list[BaseException], *, expected: bool) -> None:
    assert lasts(after(*errors)) is expected


def handled_before(raise_it: Callable[[], None]) -> BaseException:
    try:
        try:
            raise KeyError("handled")  # noqa: TRY301 - the chain is what is tested
        except KeyError:
            raise_it()
    except RuntimeError as error:
        return error
    raise AssertionError("nothing was raised")


def test_what_a_handler_cuts_off_does_not_count() -> None:
    def cut() -> None:
        raise RuntimeError("failed") from None

    def kept() -> None:
        raise RuntimeError("failed")

    assert (lasts(handled_before(cut)), lasts(handled_before(kept))) == (False, True)


def test_a_cause_counts_and_not_what_was_handled_meanwhile() -> None:
    def caused() -> None:
        raise RuntimeError("failed") from after(THROTTLED)

    assert lasts(handled_before(caused)) is False
