"""Indexed moments: what an index keeps of an asset, the same for every kind of index."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from media_insights.api.v1alpha1.operator_index import FieldType, Index
from media_insights.ports.moment_search import Hit
from media_insights.results.moments import Moment
from media_insights.search.fields import TITLE


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedAsset:
    """What is known of an asset whose moments are indexed."""

    namespace: str
    uid: str
    name: str
    title: str = ""
    created: int | None = None
    """When it was made (ms since 1970); None where nobody noted it."""
    fingerprint: str = ""
    """Changes when anything changes that its moments are made of; empty where not all of them could be made."""
    problems: tuple[str, ...] = ()
    """What could not be indexed, in sentences."""


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedMoment:
    """One moment, with what identifies it and what it is found by."""

    id: str
    result: str
    """The result's name, for instance ``labelDetection``."""
    moment: Moment
    types: Mapping[str, FieldType]
    execution: str = ""
    """The name of the execution that wrote the result; empty where nobody noted it."""

    @property
    def texts(self) -> tuple[str, ...]:
        """What is found by its words, besides the title."""
        return tuple(text for name, text in self.values if self.types.get(name, "Text") == "Text" and name != TITLE)

    @property
    def values(self) -> tuple[tuple[str, str], ...]:
        """The title and each value of its fields, as text."""
        found = [(TITLE, self.moment.title)] if self.moment.title else []
        for name, value in self.moment.fields.items():
            found += [(name, _text(each)) for each in (value if isinstance(value, list) else [value])]
        return tuple(found)


def indexed_moments(
    asset_uid: str, result: str, moments: Iterable[Moment], index: Index, *, execution: str = ""
) -> Iterator[IndexedMoment]:
    """Yield the moments of one result with their identities: the same input gives the same, whatever execution."""
    same = Counter[str]()
    for moment in moments:
        content = [asset_uid, result, moment.kind, moment.title, moment.start, moment.end, _boxes(moment)]
        same[key := json.dumps(content)] += 1
        digest = hashlib.blake2b(f"{key} {same[key]}".encode(), digest_size=16).hexdigest()
        yield IndexedMoment(id=digest, result=result, moment=moment, types=index.types, execution=execution)


def _boxes(moment: Moment) -> list[dict[str, Any]]:
    return [asdict(box) for box in moment.boxes]


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def hit_in(asset: IndexedAsset, result: str, id_: str, moment: Moment) -> Hit:
    """Return a moment of an asset as a hit without a snippet, a place or a score."""
    return Hit(
        id=id_,
        namespace=asset.namespace,
        asset=asset.name,
        asset_uid=asset.uid,
        asset_title=asset.title,
        result=result,
        moment=moment,
        snippet="",
        place=(),
    )
