"""``labels``: labels of one's own and their examples, on a cluster and on this machine; one set of verbs, two places.

What is kept of an example is its vector, not the image: what teaching stores meanwhile is removed afterwards.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Protocol

import typer

from media_insights.cli.terminal.answers import tell
from media_insights.cli.terminal.failures import FAILED, USAGE, Failure, say
from media_insights.cli.terminal.files import readable_file
from media_insights.cli.terminal.formats import Format, emit
from media_insights.domain.custom_labels import DEFAULT_RULE, Example, with_example, without
from media_insights.domain.nearest_examples import LabelRule, LabelTrial
from media_insights.storage.collections import CollectionsOfLabels
from media_insights.storage.embedded_images import EmbeddedImage
from media_insights.storage.tried_labels import tried_labels

HELP = "Labels of your own: each is taught by images that show it."
WORKFLOW = "image-embedding"
"""The workflow that turns an image into a vector; it has the operator of the same name."""
FEW = 5
"""Examples of a label below which its figures mean little."""

LabelsName = Annotated[str, typer.Argument(metavar="COLLECTION", show_default=False)]
ExampleImages = Annotated[list[Path], typer.Argument(metavar="IMAGE…", show_default=False, readable=False)]
LabelOption = Annotated[str, typer.Option("--label", help="What the images show.")]
OldLabel = Annotated[str, typer.Option("--label", help="All examples of this label.")]
OldExample = Annotated[str, typer.Option("--example", help="This one example, by its id.")]
Similarity = Annotated[
    float, typer.Option("--min-similarity", min=0, max=100, help="As the operator's minSimilarity, to be tried.")
]
Neighbours = Annotated[int, typer.Option(min=1, max=100, help="As the operator's neighbours, to be tried.")]

TeachImage = Callable[[Path], bool]
"""Runs the operator over an image and adds its vector; False where it was an example of this label already."""


@dataclass(frozen=True, slots=True)
class TeachRequest:
    """Images that are examples of a label."""

    collection: str
    label: str
    images: tuple[Path, ...]


class LabelVerbs(Protocol):
    """Where collections of labels are kept. Rows and documents have Id, Version, Created, Model, Labels, Examples."""

    def create(self, name: str) -> None:
        """Make an empty collection."""

    def rows(self) -> Iterable[dict[str, Any]]:
        """Yield a row for each collection."""

    def document(self, name: str, rule: LabelRule) -> dict[str, Any]:
        """Return a collection without its vectors, with what became of its examples when they were hidden."""

    def remove(self, collection: str, label: str, example: str) -> int:
        """Take a label or an example out, and return the number of the version without."""

    def delete(self, name: str) -> dict[str, Any]:
        """Remove a collection with all its versions, and return the receipt."""


@dataclass(frozen=True, slots=True)
class LabelsInStore:
    """Fulfils :class:`LabelVerbs` over the store itself."""

    found: CollectionsOfLabels
    now: Callable[[], str]

    def create(self, name: str) -> None:
        """Make an empty collection."""
        self.found.create(name, self.now())

    def add(self, request: TeachRequest, image: Path, read: EmbeddedImage) -> bool:
        """Add an image as an example; False where it was one of this label already."""
        example = Example.of(request.label, image.name, read.vector)
        before = self.found.read(request.collection).version
        after = self.found.change(request.collection, lambda old: with_example(old, read.model, example))
        return after.version != before

    def rows(self) -> Iterable[dict[str, Any]]:
        """Yield a row for each collection."""
        for each in map(self.found.read, self.found.names()):
            yield {"Id": each.id, "Version": each.version, "Created": each.created, **each.counts}

    def document(self, name: str, rule: LabelRule) -> dict[str, Any]:
        """Return a collection without its vectors."""
        found = self.found.read(name)
        return {
            "Id": found.id,
            "Version": found.version,
            "Created": found.created,
            "Model": found.model.name if found.model else "",
            "Labels": [
                {"Name": label, "Examples": each.examples, "Answered": each.answered, "Right": each.right}
                for label, each in tried_labels(found, rule).items()
            ],
            "Examples": [
                {"Id": each.example_id, "Label": each.label, "Source": each.source} for each in found.examples
            ],
        }

    def remove(self, collection: str, label: str, example: str) -> int:
        """Take a label or an example out."""
        return self.found.change(collection, lambda old: without(old, label=label, example=example)).version

    def delete(self, name: str) -> dict[str, Any]:
        """Remove a collection."""
        return self.found.delete(name, self.now())


def create(place: LabelVerbs, name: str, command: str) -> None:
    """Make an empty collection; ``command`` is the command line that the user types."""
    place.create(name)
    say(f"made the collection {name}: {command} labels teach {name} IMAGE… --label goal")


def teach(place: LabelVerbs, request: TeachRequest, teach_image: TeachImage) -> None:
    """Teach a label by images, and say how well it is told from the others. Raises Failure when one is unusable."""
    if not request.label.strip():
        raise Failure("--label is empty: say what these images show", code=USAGE)
    for image in request.images:
        readable_file(image)
    place.document(request.collection, DEFAULT_RULE)
    failed = [image for image in request.images if not _teach_image(request, image, teach_image)]
    describe(place, request.collection, DEFAULT_RULE, Format.TABLE)
    if failed:
        raise Failure(f"{len(failed)} of {len(request.images)} images were not taught", code=FAILED)


def _teach_image(request: TeachRequest, image: Path, teach_image: TeachImage) -> bool:
    """Teach by one image; one that is none keeps the others from nothing."""
    try:
        is_new = teach_image(image)
    except Failure as error:
        say(str(error))
        return False
    say(f"{image.name}: {request.label} in {request.collection}{'' if is_new else ', known already'}")
    return True


def show(place: LabelVerbs, output: Format) -> None:
    """List the collections."""
    rows = list(place.rows())
    if output is not Format.TABLE:
        emit(rows, output)
        return
    lines = [
        f"{row['Id']}\tversion {row['Version']}\t{row['Examples']} examples\t{row['Labels']} labels" for row in rows
    ]
    for line in lines or ["no collections: make one with labels create NAME"]:
        tell(line)


def describe(place: LabelVerbs, name: str, rule: LabelRule, output: Format) -> None:
    """Show a collection's labels, and how well each is told from the others by its examples."""
    found = place.document(name, rule)
    if output is not Format.TABLE:
        emit(found, output)
        return
    for line in report_of(found, rule):
        tell(line)


def report_of(found: Mapping[str, Any], rule: LabelRule) -> list[str]:
    """Return what is to be known of a collection before it is used, in lines."""
    trials = {each["Name"]: LabelTrial(each["Examples"], each["Answered"], each["Right"]) for each in found["Labels"]}
    head = f"{found['Id']}\tversion {found['Version']}\tmodel {found['Model'] or 'none yet'}"
    if not trials:
        return [head, "no examples yet"]
    lines = [head, *(_line(label, each) for label, each in trials.items()), _total(trials.values()), _method(rule)]
    few = [label for label, each in trials.items() if each.examples < FEW]
    return [*lines, f"fewer than {FEW} examples: {', '.join(few)}; teach more before you trust them"] if few else lines


def _total(trials: Collection[LabelTrial]) -> str:
    examples, asked = sum(each.examples for each in trials), sum(each.answered for each in trials)
    right = sum(each.right for each in trials)
    return f"all\t{right} of {asked} answers right{_share(right, asked)}\t{examples - asked} of {examples} unknown"


def _method(rule: LabelRule) -> str:
    return (
        f"(each example was hidden in turn, with all of its file, and its {rule.neighbours} nearest that are at least "
        f"{100 * rule.floor:g} % alike were asked; your media will differ more than your examples do)"
    )


def _line(label: str, trial: LabelTrial) -> str:
    return (
        f"{label}\t{trial.examples} examples\t{trial.right} of {trial.answered} answers right"
        f"{_share(trial.right, trial.answered)}\t{trial.right} of {trial.examples} found\texpect {trial.expected:.0%}"
    )


def _share(part: int, whole: int) -> str:
    return f" ({part / whole:.0%})" if whole else ""


def remove(place: LabelVerbs, collection: str, label: str, example: str) -> None:
    """Take a label or an example out; older versions keep it."""
    if bool(label) == bool(example):
        raise Failure("say either --label or --example", code=USAGE)
    version = place.remove(collection, label, example)
    say(f"{collection} is at version {version} without {label or example}; older versions hold it until it is deleted")


def delete(place: LabelVerbs, name: str) -> None:
    """Remove a collection with all its versions, and print the receipt."""
    emit(place.delete(name), Format.JSON)
