"""Pointers to an asset's newest results and media; they move only after their operator succeeded."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from media_insights.api.v1alpha1 import AssetStatus, ExecutionStatus
from media_insights.api.v1alpha1.asset import MediaPointer, MediumFile, MetadataPointer, ResultFile, ResultFolder
from media_insights.api.v1alpha1.execution import OperatorProgress
from media_insights.domain import layout
from media_insights.domain.planning.plan import Plan, Step

MOST_FOLDERS = 64
MOST_RESULTS = 64
MOST_MEDIA = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Objects that one execution stored."""

    plan: Plan
    sizes: Mapping[str, int] = field(default_factory=dict)
    """Key → bytes of the objects that exist."""
    measuring: Mapping[str, bytes] = field(default_factory=dict)
    """Name → content of the results that measure the asset's file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointers:
    """What readers of an asset follow."""

    metadata: tuple[MetadataPointer, ...] = ()
    files: tuple[MediaPointer, ...] = ()


def pointers_in(status: AssetStatus) -> Pointers:
    """Return the pointers that an asset's status holds, with whole keys; those that version 0.1 wrote too."""
    placed = [(layout.below(status.prefix, each.folder), each) for each in status.results]
    results = [
        MetadataPointer(
            operator=each.operator,
            execution=folder.execution,
            key=f"{prefix}{each.file}" if each.file else layout.result_key(prefix, each.operator),
            schema_version=each.schema_version,
            bytes=each.bytes,
            time=each.time,
        )
        for prefix, folder in placed
        for each in folder.metadata
    ]
    media = [
        MediaPointer(media=each.media, execution=folder.execution, key=f"{prefix}{each.file}", bytes=each.bytes)
        for prefix, folder in placed
        for each in folder.files
    ]
    return Pointers(metadata=(*status.metadata, *results), files=(*status.files, *media))


def folders_of(pointers: Pointers, prefix: str) -> tuple[ResultFolder, ...]:
    """Return pointers as a status holds them: what lies below the asset's prefix relative to it, by folder."""
    made: dict[str, ResultFolder] = {}
    placed: tuple[MetadataPointer | MediaPointer, ...] = (*pointers.metadata, *pointers.files)
    for each in placed:
        folder, file = layout.in_execution(each.key)
        place = folder.removeprefix(prefix)
        before = made.get(place) or ResultFolder(folder=place, execution=each.execution)
        made[place] = _with_file(before, each, folder, file)
    return tuple(made[place] for place in sorted(made))[:MOST_FOLDERS]


def _with_file(before: ResultFolder, each: MetadataPointer | MediaPointer, folder: str, file: str) -> ResultFolder:
    if isinstance(each, MediaPointer):
        medium = MediumFile(media=each.media, file=file, bytes=each.bytes)
        return before.model_copy(update={"files": (*before.files, medium)})
    result = ResultFile(
        operator=each.operator,
        file="" if each.key == layout.result_key(folder, each.operator) else file,
        schema_version=each.schema_version,
        bytes=each.bytes,
        time=each.time,
    )
    return before.model_copy(update={"metadata": (*before.metadata, result)})


def pointers_of(kept: Kept, status: ExecutionStatus) -> Pointers:
    """Return the pointers of one execution: of operators that are Complete, to objects that exist."""
    done = {each.name: each for stage in status.stages for each in stage.operators if each.status == "Complete"}
    steps = [(step, done[step.name]) for step in kept.plan.steps if step.runs and step.name in done]
    name = kept.plan.execution.name
    return Pointers(
        metadata=tuple(pointer for step, progress in steps for pointer in _results(step, progress, kept, name)),
        files=tuple(pointer for step, _ in steps for pointer in _media(step, kept, name)),
    )


def merged(old: Pointers, new: Sequence[Pointers]) -> Pointers:
    """Return the old pointers with new ones over them, later ones winning: one per result, one per medium.

    A newer result is never replaced by an older one, whatever the order of events.
    """
    results = {each.operator: each for each in old.metadata}
    media = {each.media: each for each in old.files}
    for pointers in new:
        newer = [each for each in pointers.metadata if _is_newer(each, results.get(each.operator))]
        results |= {each.operator: each for each in newer}
        moved = {each.execution for each in newer}
        media |= {each.media: each for each in pointers.files if each.execution in moved or each.media not in media}
    return Pointers(
        metadata=tuple(results[name] for name in sorted(results))[:MOST_RESULTS],
        files=tuple(media[name] for name in sorted(media))[:MOST_MEDIA],
    )


def without(pointers: Pointers, missing: Collection[str]) -> Pointers:
    """Return the pointers but for those to keys that are missing."""
    return Pointers(
        metadata=tuple(each for each in pointers.metadata if each.key not in missing),
        files=tuple(each for each in pointers.files if each.key not in missing),
    )


def keys_of(pointers: Pointers) -> frozenset[str]:
    """Return the keys that are pointed to."""
    placed: tuple[MetadataPointer | MediaPointer, ...] = (*pointers.metadata, *pointers.files)
    return frozenset(each.key for each in placed)


def _is_newer(new: MetadataPointer, old: MetadataPointer | None) -> bool:
    return old is None or old.time is None or (new.time is not None and new.time >= old.time)


def _results(step: Step, progress: OperatorProgress, kept: Kept, execution: str) -> Iterable[MetadataPointer]:
    for output in step.outputs:
        if output.result and output.key in kept.sizes:
            yield MetadataPointer(
                operator=step.result_name,
                execution=execution,
                key=output.key,
                schema_version=step.spec.result_schema_version,
                bytes=kept.sizes[output.key],
                time=progress.finished_at,
            )


def _media(step: Step, kept: Kept, execution: str) -> Iterable[MediaPointer]:
    for output in step.outputs:
        if output.media and output.key in kept.sizes:
            yield MediaPointer(media=output.media, execution=execution, key=output.key, bytes=kept.sizes[output.key])
