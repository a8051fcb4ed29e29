"""Actions on what a run left of its Secrets: those that its operators published, and what is kept of its keys."""

from dataclasses import dataclass

from media_insights.domain.running.run_place import RunPlace


@dataclass(frozen=True, slots=True)
class RemovePublished:
    """Look for objects of a run that are Secrets, note which they are, and remove them.

    The pass ends without its status when others are found than those that the decision knew: the next one knows them.
    """

    run: RunPlace
    known: tuple[str, ...] | None = None
    """Keys that the status which follows takes into account; None: none follows."""


@dataclass(frozen=True, slots=True)
class ForgetKeys:
    """Remove what is kept of the keys of a run."""

    run: RunPlace
