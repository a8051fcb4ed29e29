"""Moments as people see them: one thing seen or heard without a pause is one moment.

An operator that analyses frames says in each frame what it sees; a dog that is in view for eight seconds is one moment
with eight detections, and the frame that shows it best. Nothing here knows any operator: ``index.stretch`` and
``index.samples`` of its ``operator.yaml`` say what belongs together.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from media_insights.api.v1alpha1.operator_index import Index, IndexSamples, IndexStretch
from media_insights.results.moments import Box, Moment, boxes_in, confidence_in, moments_of, times_in
from media_insights.results.paths import parse_path

_Identity = tuple[str, ...]
"""Values of the fields by which moments, or samples, belong together, as JSON: they may be lists."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One detection of a moment: where it was in one frame."""

    at: int
    """Milliseconds."""
    boxes: tuple[Box, ...] = ()
    confidence: float | None = None
    """Percent; None where the operator gives none."""


def whole_moments_of(result: Any, index: Index) -> list[Moment]:
    """Return the moments of a result in the order of time, what has no time first; total like ``moments_of``."""
    moments = [_sampled(each, samples) for each, samples in sampled_moments_of(result, index)]
    if index.stretch is not None:
        moments = list(_stretched(moments, index.stretch))
    return sorted(moments, key=lambda each: -1 if each.start is None else each.start)


def sampled_moments_of(result: Any, index: Index) -> Iterator[tuple[Moment, Sequence[Sample]]]:
    """Yield the moments of a result in its own order, each with its samples; most operators' have none."""
    found = samples_of(result, index.samples) if index.samples is not None else {}
    for each in moments_of(result, index):
        yield each, found.get(_identity(each.fields, index.samples.by), ()) if index.samples else ()


def samples_of(result: Any, samples: IndexSamples) -> dict[_Identity, list[Sample]]:
    """Return the samples of a result by the values that name their moment; those without a time are left out."""
    found = defaultdict[_Identity, list[Sample]](list)
    for item in parse_path(samples.list).values(result):
        start, _ = times_in(item, samples.time)
        if start is not None:
            values = {name: parse_path(path).first(item) for name, path in samples.by.items()}
            sample = Sample(
                at=start, boxes=boxes_in(item, samples.boxes), confidence=confidence_in(item, samples.confidence)
            )
            found[_identity(values, samples.by)].append(sample)
    return dict(found)


def _identity(fields: Mapping[str, Any], names: Iterable[str]) -> _Identity:
    return tuple(json.dumps(fields.get(name), sort_keys=True) for name in names)


def _sampled(moment: Moment, samples: Sequence[Sample]) -> Moment:
    if not samples:
        return moment
    best = max(samples, key=lambda each: (each.confidence or 0, -each.at))
    boxes = tuple(box for each in samples if each.at == best.at for box in each.boxes)
    return replace(moment, boxes=moment.boxes or boxes, best=best.at, count=len(samples))


def _stretched(moments: Iterable[Moment], stretch: IndexStretch) -> Iterator[Moment]:
    alike = defaultdict[_Identity, list[tuple[int, Moment]]](list)
    for each in moments:
        if each.start is None:
            yield each
        else:
            alike[_identity(each.fields, stretch.by)].append((each.start, each))
    gap = round(stretch.gap_seconds * 1000)
    for timed in alike.values():
        for run in _runs(sorted(timed, key=lambda each: each[0]), gap):
            yield _joined(run)


def _runs(timed: list[tuple[int, Moment]], gap: int) -> Iterator[list[tuple[int, Moment]]]:
    """Yield what follows each other with at most ``gap`` milliseconds between the end of one and the next."""
    run, until = [timed[0]], timed[0][1].end or timed[0][0]
    for start, moment in timed[1:]:
        if start - until > gap:
            yield run
            run = []
        run.append((start, moment))
        until = max(until, moment.end or start)
    yield run


def _joined(run: list[tuple[int, Moment]]) -> Moment:
    """Return one moment for a run: named and boxed as its surest detection, the earliest of equal ones."""
    start = run[0][0]
    end = max(moment.end or at for at, moment in run)
    best_at, best = max(run, key=lambda each: (each[1].confidence or 0, -each[0]))
    return replace(
        best,
        start=start,
        end=end if end > start or best.end is not None else None,
        boxes=tuple(box for at, moment in run if at == best_at for box in moment.boxes),
        best=best_at,
        count=sum(moment.count for _, moment in run),
    )
