"""A refusal says whose fault it is: the administrator's, or nobody's."""

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, NoCredentialsError, ParamValidationError

from media_insights.errors import AccessDenied, StoreError, Unavailable
from media_insights.storage.run_credentials.boto_errors import code_of, error_of


def refusal(code: str, status: int, message: str = "") -> ClientError:
    answer = {"Error": {"Code": code, "Message": message}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(answer, "CreateUser")  # type: ignore[arg-type]  # the rest of the metadata is not read


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (refusal("AccessDenied", 403), AccessDenied),
        (refusal("InvalidClientTokenId", 403), AccessDenied),
        (refusal("LimitExceeded", 409), StoreError),
        (refusal("Throttling", 400), Unavailable),
        (refusal("InternalFailure", 500), Unavailable),
        (EndpointConnectionError(endpoint_url="http://iam"), Unavailable),
        (OSError("no route"), Unavailable),
        (NoCredentialsError(), AccessDenied),
        (ParamValidationError(report="Invalid length for parameter RoleArn"), StoreError),
        (refusal("ExpiredTokenException", 400), AccessDenied),
        (refusal("RegionDisabledException", 403), AccessDenied),
        (refusal("PackedPolicyTooLarge", 400), StoreError),
        (refusal("MalformedPolicyDocument", 400), StoreError),
    ],
)
def test_the_type_says_whose_fault_it_is(error: ClientError, kind: type[Exception]) -> None:
    assert type(error_of(error, "credentials")) is kind


def test_the_sentence_says_what_was_tried_and_what_the_service_says() -> None:
    assert str(error_of(refusal("LimitExceeded", 409, "too many users"), "users")) == "users: too many users"
    assert str(error_of(refusal("LimitExceeded", 409), "users")) == "users: LimitExceeded"
    assert code_of(refusal("LimitExceeded", 409)) == "LimitExceeded"


def test_what_would_be_right_is_said_where_the_service_does_not() -> None:
    said = str(error_of(refusal("PackedPolicyTooLarge", 400, "120% of the limit"), "credentials of the run r"))
    assert said.startswith("credentials of the run r: 120% of the limit; let the run's parameters name fewer files")
