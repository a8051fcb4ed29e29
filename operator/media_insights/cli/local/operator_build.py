"""``media-insights operator build``: an operator's image, and the manifest that a cluster is given."""

# ruff: noqa: FBT002, PLR0913, PLR0917 - typer reads the options of a command from its signature

from pathlib import Path
from typing import Annotated, Literal

import typer
import yaml

from media_insights.catalogue import lint
from media_insights.catalogue import operator_folders as catalogue
from media_insights.catalogue.operator_folders import MANIFEST, LocalOperator, manifests_in
from media_insights.cli.local.engine_options import Cache, cache_of
from media_insights.cli.terminal.answers import tell
from media_insights.cli.terminal.failures import as_failures, say
from media_insights.cli.terminal.shell_commands import shell_command
from media_insights.local.image_builds import BuiltImage, ImageOrder, build_image


@as_failures()
def build(
    folder: Annotated[Path, typer.Argument(help="The operator's folder.", show_default=False)],
    registry: Annotated[
        str, typer.Option("--registry", metavar="HOST/PATH", help="Push the image there. Default: it stays here.")
    ] = "",
    tag: Annotated[
        str, typer.Option("--tag", help="Tag in the registry.", show_default="a fingerprint of all that it is built of")
    ] = "",
    manifest: Annotated[
        Path | None, typer.Option("--manifest", help="Where to write the object to apply. Default: in the cache.")
    ] = None,
    accelerator: Annotated[
        Literal["cpu", "cuda"], typer.Option("--accelerator", help="With cuda, libraries of GPUs come along.")
    ] = "cpu",
    base: Annotated[
        str, typer.Option("--base", metavar="IMAGE", help="Image under all bases, e.g. python:3.11-slim-bookworm.")
    ] = "",
    plain_http: Annotated[bool, typer.Option("--plain-http", help="The registry speaks HTTP.")] = False,
    cache: Cache = None,
) -> None:
    """Build the operator's image with buildah, Podman or Docker; push it, and say how a cluster gets it.

    It stands on the same bases, and is built by the same rules, as the shipped operators' images.
    """
    operator = catalogue.operator_in(folder)
    for problem in lint.problems_in(folder):
        say(f"warning: {problem}")
    order = ImageOrder(registry=registry, tag=tag, plain_http=plain_http, accelerator=accelerator, base=base)
    built = build_image(operator, order, cache_of(cache))
    if not built.pushed:
        tell(f"built {built.reference}")
        words = ["media-insights", "run", "FILE", "--containers", "--operators", str(folder.resolve().parent)]
        tell(f"on this machine: {shell_command(words)}. For a cluster, push it with --registry HOST/PATH")
        return
    path = manifest or cache_of(cache) / "images/manifests" / f"{operator.name}.yaml"
    _write_manifest(operator, built, path)
    tell(f"pushed {built.reference}")
    tell(f"an administrator adds it to the catalogue: {shell_command(['kubectl', 'apply', '-f', str(path)])}")


def _write_manifest(operator: LocalOperator, built: BuiltImage, path: Path) -> None:
    """Write the operator's object with the image in full."""
    (document, *_) = manifests_in(operator.folder / MANIFEST)
    document["spec"]["image"] = built.reference
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=120), encoding="utf-8")
