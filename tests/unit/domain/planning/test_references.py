"""What parameters may name: a namespace's own places, never another's, and only what is there."""

from typing import Any

import pytest

from media_insights.api.v1alpha1.asset import Source
from media_insights.domain.planning.plan import Plan
from media_insights.domain.planning.problems import Refused
from media_insights.domain.planning.references import Address, Known, Reach, named_in
from media_insights.domain.planning.resolve import resolve
from media_insights.domain.planning.reuse import Earlier
from media_insights.domain.sources.tenancy import SourceRule
from tests.unit.builders import CATALOGUE, operator, request

OPERATORS = CATALOGUE | {
    "speak": operator(
        "speak",
        inputs=[
            {"name": "text", "media": ["Text"]},
            {"name": "terms", "file": {"parameter": "terms"}, "optional": True},
            {"name": "people", "collection": {"kind": "faces", "parameter": "people"}, "optional": True},
        ],
        parameters={"terms": {"type": "string", "default": ""}, "people": {"type": "string"}},
    ),
}
REACH = Reach(
    namespace="newsroom",
    bucket="media",
    sources=tuple(
        SourceRule(bucket=name, prefix=at) for name, at in (("media", "public/upload/"), ("media", ""), ("lent", ""))
    ),
)
TERMS = Address("media", "public/upload/terms.csv")
PEOPLE = Address("media", "private/newsroom/collections/faces/staff/collection.json")


def resolved(known: Known | None = None, earlier: Earlier | None = None, **configuration: Any) -> Plan | Refused:
    more: dict[str, Any] = {"reach": REACH, "known": known}
    wanted = request("one: speak", "Text", operators=OPERATORS, configuration={"speak": configuration}, earlier=earlier)
    return resolve(type(wanted)(**{name: getattr(wanted, name) for name in wanted.__slots__} | more))


@pytest.mark.parametrize(
    ("configuration", "address"),
    [
        ({"terms": "public/upload/terms.csv"}, TERMS),
        ({"terms": "s3://media/public/upload/terms.csv"}, TERMS),
        ({"terms": "s3://lent/a b/ü.csv"}, Address("lent", "a b/ü.csv")),
        ({"people": "staff"}, PEOPLE),
        ({"terms": "list:filters/rude"}, Address("media", "private/newsroom/collections/filters/rude/current")),
        (
            {"terms": "list:filters/rude@3"},
            Address("media", "private/newsroom/collections/filters/rude/versions/000003"),
        ),
    ],
)
def test_a_parameter_names_an_object(configuration: dict[str, Any], address: Address) -> None:
    found = resolved(Known(versions={address: "v1"}), **configuration)
    assert isinstance(found, Plan), found
    (wired,) = named_in(found)
    assert (wired.bucket, wired.key, wired.version) == (address.bucket, address.key, "v1")


@pytest.mark.parametrize("configuration", [{}, {"terms": ""}])
def test_an_empty_parameter_is_an_absent_input(configuration: dict[str, Any]) -> None:
    found = resolved(**configuration)
    assert isinstance(found, Plan)
    assert [wired.name for wired in found.steps[0].inputs] == ["text"]


@pytest.mark.parametrize(
    "value",
    [
        "s3://others/terms.csv",
        "private/newsroom/collections/faces/staff/collection.json",
        "s3://media/private/assets/x/workflows/y/transcribe.json",
        "public/upload/../../private/assets/x",
        "s3://lent/../media/private/x",
        "s3://lent/{{workflow.name}}",
    ],
)
def test_what_the_namespace_may_not_name_is_refused_with_what_it_may(value: str) -> None:
    found = resolved(terms=value)
    assert isinstance(found, Refused)
    assert found.reason == "SourceNotAllowed"
    assert str(found).startswith("spec.configuration.speak.terms: ")
    assert "s3://media/public/upload/" in str(found)


@pytest.mark.parametrize("name", ["../other", "a/b", ".hidden", "", "x" * 200])
def test_a_name_that_is_none_reaches_no_other_collection(name: str) -> None:
    found = resolved(Known(), people=name)
    assert isinstance(found, Refused) == bool(name)


@pytest.mark.parametrize(
    ("configuration", "fragment"),
    [
        ({"terms": "public/upload/terms.csv"}, "there is no s3://media/public/upload/terms.csv"),
        ({"people": "staf"}, "did you mean staff?"),
        ({"terms": "s3://x"}, "is no address"),
        ({"terms": "list:filters/rude"}, "there is no list:filters/rude; make it with lists put"),
        ({"terms": "list:words/rude"}, "names no list: write list:KIND/NAME"),
    ],
)
def test_what_is_not_there_is_refused(configuration: dict[str, Any], fragment: str) -> None:
    reach_all = Known(collections={"faces": ("staff",)})
    found = resolved(reach_all, **configuration)
    assert isinstance(found, Refused)
    assert fragment in str(found)


@pytest.mark.parametrize(("version", "runs"), [("v1", 0), ("v2", 1)])
def test_a_changed_file_is_a_reason_to_run_again(version: str, runs: int) -> None:
    first = resolved(Known(versions={TERMS: "v1"}), terms=TERMS.key)
    assert isinstance(first, Plan)
    earlier = Earlier(plan=first, complete=frozenset({"speak"}))
    second = resolved(Known(versions={TERMS: version}), earlier, terms=TERMS.key)
    assert isinstance(second, Plan)
    assert len(second.runs) == runs


def test_an_address_on_the_web_is_no_object_of_the_store() -> None:
    with pytest.raises(ValueError, match="only objects of the store are read, not https"):
        Address.of(Source.model_validate({"url": "https://example.org/a.mp4"}))
