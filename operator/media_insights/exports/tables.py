"""CSV (RFC 4180): one row per moment."""

import csv
import io
import json
from collections.abc import Iterator

from media_insights.exports.assets import Asset, Missing
from media_insights.results.moments import SIDES, Moment

COLUMNS = (
    *("asset", "operator", "kind", "name", "start", "end", "confidence"),
    *("left", "top", "width", "height", "boxes", "fields"),
)
_FORMULAS = "=+-@＝＋－＠"
"""The wide ones are taken for the others in some languages."""
KINDS = ("Type", "EntityType", "ParentName")
"""Indexed fields that say what kind of thing a moment is, the first that there is."""


def csv_of(asset: Asset) -> Iterator[str]:
    """Yield the header and then a row per moment: results by name, each in its own order, one at a time in memory.

    Times are seconds with three decimals, confidence is percent; a cell is empty where nothing is known. ``left`` to
    ``height`` are the first box, ``boxes`` all of them as JSON, ``fields`` every indexed field as JSON.
    A name that a spreadsheet would compute (``=HYPERLINK(…)`` on a sign in the video) stands behind an apostrophe.
    Raises Missing when no result has moments.
    """
    if not asset.indexed:
        raise Missing(f"{asset.name} has no result with moments yet: run a workflow over it, such as full-analysis")
    yield _line(COLUMNS)
    for name in asset.indexed:
        for moment in asset.moments(name):
            yield _line(_row(asset.name, moment))


def _row(asset: str, moment: Moment) -> tuple[str, ...]:
    first = moment.boxes[0] if moment.boxes else None
    return (
        _text(asset),
        _text(moment.operator),
        _text(next((str(moment.fields[each]) for each in KINDS if moment.fields.get(each)), "")),
        _text(moment.title),
        _seconds(moment.start),
        _seconds(moment.end),
        "" if moment.confidence is None else f"{moment.confidence:g}",
        *("" if first is None else f"{getattr(first, side.lower()):g}" for side in SIDES),
        _json([[getattr(box, side.lower()) for side in SIDES] for box in moment.boxes]),
        _json(dict(moment.fields)),
    )


def _text(cell: str) -> str:
    """Return a cell that spreadsheets show: with these first, also after blanks, they would compute it."""
    return f"'{cell}" if cell.lstrip()[:1] in _FORMULAS and cell.strip() else cell


def _seconds(millis: int | None) -> str:
    return "" if millis is None else f"{millis // 1000}.{millis % 1000:03d}"


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True) if value else ""


def _line(cells: tuple[str, ...]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow(cells)
    return text.getvalue()
