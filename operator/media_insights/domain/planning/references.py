"""References: stored objects that parameters name, such as lists of terms or collections of faces.

A reference is decided before anything runs: the value of the parameter becomes a bucket and a key, checked against
what the namespace may read exactly as an asset's source is, and looked for in the store by whoever resolves.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from media_insights.api.v1alpha1 import reasons
from media_insights.api.v1alpha1.asset import S3Source, Source
from media_insights.api.v1alpha1.operator_files import OperatorInput
from media_insights.domain import layout, names, word_lists
from media_insights.domain.planning import parameters
from media_insights.domain.planning.entries import Entry
from media_insights.domain.planning.graph import Wired
from media_insights.domain.planning.plan import Plan, Step, WiredInput
from media_insights.domain.planning.problems import Problem
from media_insights.domain.sources.tenancy import SourceRule, not_allowed
from media_insights.domain.wording import shown, suggestion
from media_insights.errors import InvalidObject

MAY_COME_LATER = frozenset({reasons.FILE_NOT_FOUND, reasons.UNKNOWN_COLLECTION})
"""Reasons that pass by themselves when somebody uploads the file or makes the collection."""

_ADDRESS = re.compile(r"s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])/(.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Address:
    """Where an object is."""

    bucket: str
    key: str

    @property
    def uri(self) -> str:
        """The address as one line for people."""
        return f"s3://{self.bucket}/{self.key}"

    @classmethod
    def of(cls, source: Source) -> "Address":
        """Return where a source is. Raises ValueError for one outside the store, which no accepted asset has."""
        if source.s3 is None:
            raise ValueError(f"only objects of the store are read, not {source.uri}")
        return cls(source.s3.bucket, source.s3.key)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """What the parameters of one namespace may name."""

    namespace: str
    bucket: str
    """The installation's bucket: where keys without a bucket, and collections, lie."""
    sources: tuple[SourceRule, ...] = ()
    everything: bool = False
    """No rules at all: the embedded engine reads what its user can read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Known objects: the store's answer about the objects that a plan names."""

    versions: Mapping[Address, str] = field(default_factory=dict)
    """Object → ETag; one that is missing here does not exist."""
    collections: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Kind → the names that exist, for the sentence about one that does not."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """Why a value names nothing that may be read: the reason, and the end of a sentence that begins with the path."""

    reason: str
    message: str


def named_in(plan: Plan) -> tuple[WiredInput, ...]:
    """Return the inputs of steps that run whose objects a parameter names: what to look for in the store."""
    return tuple(wired for step in plan.runs for wired in step.inputs if wired.parameter is not None)


def problems_of(wired: Sequence[Wired], reach: Reach, known: Known | None) -> Iterator[Problem]:
    """Yield a problem for each named object of an entry that runs: not named at all, not allowed, or not there."""
    for each in wired:
        if each.skip is None:
            for wanted in each.entry.spec.inputs:
                wrong = _wrong(each.entry, wanted, reach, known) if wanted.parameter else None
                if wrong:
                    path = _path(each.entry, wanted.parameter or "")
                    yield Problem(path=path, message=wrong.message, reason=wrong.reason)


def tie(step: Step, reach: Reach, known: Known) -> Step:
    """Return the step with bucket, key and version of each object that its parameters name."""
    return replace(step, inputs=tuple(_tie(step, wired, reach, known) for wired in step.inputs))


def address_of(wanted: OperatorInput, value: Any, reach: Reach) -> Address | Wrong | None:
    """Return what the value of an input's parameter names; None when it is empty: the input is absent."""
    if value in (None, ""):
        return None
    if wanted.collection:
        return _collection(wanted.collection.kind, value, reach)
    return _file(str(value), reach)


def missing(wanted: OperatorInput, value: Any, address: Address, known: Known) -> Wrong | None:
    """Return that the object does not exist, or None when it does."""
    if address in known.versions:
        return None
    if word_lists.is_list_key(address.key):
        return Wrong(reasons.UNKNOWN_COLLECTION, f"there is no {value}; make it with lists put KIND NAME FILE")
    if wanted.collection is None:
        return Wrong(reasons.FILE_NOT_FOUND, f"there is no {address.uri}; upload it; the next check will find it")
    kind = wanted.collection.kind
    others = known.collections.get(kind, ())
    hint = suggestion(str(value), others) if others else f"; make it with {kind} create {value}"
    return Wrong(reasons.UNKNOWN_COLLECTION, f"there is no collection of {kind} named {shown(value)}{hint}")


def _tie(step: Step, wired: WiredInput, reach: Reach, known: Known) -> WiredInput:
    if wired.parameter is None:
        return wired
    wanted = next(each for each in step.spec.inputs if each.name == wired.name)
    address = address_of(wanted, step.parameters.get(wired.parameter), reach)
    if not isinstance(address, Address):
        return wired
    return replace(wired, bucket=address.bucket, key=address.key, version=known.versions.get(address, ""))


def _wrong(entry: Entry, wanted: OperatorInput, reach: Reach, known: Known | None) -> Wrong | None:
    value = parameters.values_of(entry.spec, *entry.layers).get(wanted.parameter or "")
    address = address_of(wanted, value, reach)
    if isinstance(address, Wrong):
        return address
    if address is None:
        message = f"{entry.label} cannot run without a file: name it here, or disable {entry.label}"
        return None if wanted.optional else Wrong(reasons.INVALID_CONFIGURATION, message)
    return missing(wanted, value, address, known) if known else None


def _path(entry: Entry, parameter: str) -> str:
    """Return the field that holds the value: of the last author who wrote it, else of the nearest configuration."""
    written = [layer.path for layer in entry.layers if parameter in layer.values]
    return f"{(written or [entry.layers[-1].path])[-1]}.{parameter}"


def _collection(kind: str, value: Any, reach: Reach) -> Address | Wrong:
    if not isinstance(value, str) or not names.is_collection_name(value):
        return Wrong(
            reasons.INVALID_CONFIGURATION,
            f"{shown(value)} is not a valid name of a collection: use letters, digits, dots, dashes and underscores",
        )
    return Address(reach.bucket, layout.collection_key(reach.namespace, kind, value))


def _file(value: str, reach: Reach) -> Address | Wrong:
    try:
        named = word_lists.parse_name(value)
    except InvalidObject as error:
        return Wrong(reasons.INVALID_CONFIGURATION, str(error))
    if named:
        return Address(reach.bucket, named.key(reach.namespace))
    found = _ADDRESS.fullmatch(value)
    if value.startswith("s3://") and not found:
        return Wrong(reasons.INVALID_CONFIGURATION, f"{shown(value)} is no address: write a key, or s3://bucket/key")
    address = Address(found[1], found[2]) if found else Address(reach.bucket, value)
    if reach.everything or _allowed(address, reach):
        return address
    return Wrong(reasons.SOURCE_NOT_ALLOWED, not_allowed(address.uri, reach.namespace, reach.sources))


def _allowed(address: Address, reach: Reach) -> bool:
    """Whatever the rules say, what the product itself keeps is read through results and collections only."""
    private = address.bucket == reach.bucket and address.key.startswith(layout.PRIVATE)
    if private or len(address.key) > 1024 or "{{" in address.key:
        return False
    return any(rule.allows(S3Source(bucket=address.bucket, key=address.key)) for rule in reach.sources)
