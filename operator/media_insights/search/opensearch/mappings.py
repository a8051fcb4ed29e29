"""Indexes in OpenSearch: one of assets, one of moments, and the documents in them; vectors: vector_index.

OpenSearch analyses nothing: texts arrive as our terms with spaces between them, so that both kinds of index find the
same. A field that a document has and the mapping lacks is refused (``dynamic: strict``).
"""

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from media_insights.results.moments import Moment
from media_insights.search.indexed_moments import IndexedAsset, IndexedMoment
from media_insights.search.terms import folded, terms_of

VERSION = 4
"""Of the mappings: an index of another version is another index."""
MOMENT = TypeAdapter(Moment)
_KEYWORD = {"type": "keyword", "ignore_above": 8000}
_TERMS = {"type": "text", "analyzer": "whitespace"}
_KEPT = {"type": "keyword", "index": False, "doc_values": False}
_LONG = {"type": "long"}
_DOUBLE = {"type": "double"}
ASSETS: Mapping[str, Any] = {
    "dynamic": "strict",
    "properties": {
        **dict.fromkeys(("namespace", "uid", "name", "fingerprint", "fields"), _KEYWORD),
        **dict.fromkeys(("title", "problems"), _KEPT),
    },
}
MOMENTS: Mapping[str, Any] = {
    "dynamic": "strict",
    "properties": {
        **dict.fromkeys(
            ("key", "namespace", "asset", "asset_name", "generation", "kind", "operator", "execution"), _KEYWORD
        ),
        **dict.fromkeys(("asset_folded", "folded", "shown", "operator_name", "result_name", "kind_name"), _KEYWORD),
        **dict.fromkeys(("title", "text", "keywords"), _TERMS),
        **dict.fromkeys(("start", "until", "duration", "count", "place", "created", "made"), _LONG),
        **dict.fromkeys(("confidence", "sure"), _DOUBLE),
        "values": {"type": "nested", "properties": {"name": _KEYWORD, "terms": _TERMS, "number": _DOUBLE}},
        **dict.fromkeys(("asset_title", "result"), _KEPT),
        "moment": {"type": "object", "enabled": False},
    },
}


def asset_document(asset: IndexedAsset, fields: list[str], fingerprint: str) -> dict[str, Any]:
    """Return the document of an asset; ``fields``: names by which its moments can be asked for."""
    return {
        "namespace": asset.namespace,
        "uid": asset.uid,
        "name": asset.name,
        "title": asset.title,
        "fingerprint": fingerprint,
        "problems": list(asset.problems),
        "fields": fields,
    }


def moment_document(asset: IndexedAsset, found: IndexedMoment, generation: str) -> dict[str, Any]:
    """Return the document of a moment; ``generation`` says which derivation of its asset it belongs to."""
    moment, texts = found.moment, found.texts
    others = [text for _, text in found.values if text not in texts and text != found.moment.title]
    until = moment.start if moment.end is None else moment.end
    return {
        "key": found.id,
        "namespace": asset.namespace,
        "asset": asset.uid,
        "asset_name": asset.name,
        "asset_title": asset.title,
        "asset_folded": folded(asset.title),
        "created": asset.created,
        "made": -1 if asset.created is None else asset.created,
        "generation": generation,
        "result": found.result,
        "execution": found.execution.lower(),
        "operator": moment.operator,
        "kind": moment.kind,
        "operator_name": plain_name(moment.operator),
        "result_name": plain_name(found.result),
        "kind_name": moment.kind.lower(),
        "shown": moment.title,
        "folded": folded(moment.title),
        "title": joined(moment.title),
        "text": joined("\n".join(texts)),
        "keywords": joined("\n".join(others)),
        "start": moment.start,
        "until": until,
        "duration": None if moment.start is None or until is None else until - moment.start,
        "count": moment.count,
        "confidence": moment.confidence,
        "sure": -1.0 if moment.confidence is None else moment.confidence,
        "place": -1 if moment.start is None else moment.start,
        "values": [_value(name, text) for name, text in found.values],
        "moment": MOMENT.dump_python(moment, mode="json"),
    }


def plain_name(name: str) -> str:
    """Return the name of an operator or result as it is compared: MIE's clients write either of two."""
    return name.lower().replace("_", "")


def joined(text: str) -> str:
    """Return a text's terms with a space between them."""
    return " ".join(terms_of(text))


def _value(name: str, text: str) -> dict[str, Any]:
    try:
        number = float(text)
    except ValueError:
        return {"name": name, "terms": joined(text)}
    return {"name": name, "terms": joined(text), **({"number": number} if abs(number) < 1e300 else {})}
