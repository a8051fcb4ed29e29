"""``python3 -m dev.images.single FOLDER``: the image of one operator that lies anywhere.

It stands on the same bases, with the same rules, as those of the checkout. `media-insights operator build` calls it, in
the checkout or in what the wheel carries; so nothing of the local cluster may be imported here.
"""

import argparse
import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from dev.cluster.errors import ClusterError
from dev.cluster.progress import say
from dev.images import budgets, engines, image_specs, values
from dev.images.building import Build
from dev.images.errors import ImagesError
from dev.images.image_specs import ImageSpec
from dev.images.places import CHECKOUT, Places
from dev.images.turns import alone


@dataclass(frozen=True)
class Outcome:
    """The image as a pod or a container engine asks for it, and whether a registry has it."""

    reference: str
    pushed: bool


def main(arguments: Sequence[str], environ: Mapping[str, str]) -> int:
    """Build, print the outcome as JSON, and return the exit code: 0 done, 1 with a sentence why not."""
    options = _parser().parse_args(arguments)
    os.umask(0o022)  # what a context's folders allow is what the image's user may read
    try:
        places = Places(CHECKOUT, Path(environ["MEDIA_INSIGHTS_CACHE"]))
        with alone(places):
            outcome = _build(options, places)
    except (ImagesError, ClusterError) as error:
        say(f"error: {error}")
        return 1
    sys.stdout.write(json.dumps(asdict(outcome)) + "\n")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python3 -m dev.images.single", description=__doc__)
    parser.add_argument("folder", type=Path, help="the operator's folder")
    parser.add_argument("--registry", default="", help="host and path to push to; not pushed when it is not given")
    parser.add_argument("--tag", default="", help="tag in that registry; default: the image's own fingerprint")
    parser.add_argument("--plain-http", action="store_true", help="the registry speaks HTTP")
    parser.add_argument("--accelerator", choices=("cpu", "cuda"), default="cpu")
    parser.add_argument("--base", default="", help="image under all bases, for example python:3.11-slim-bookworm")
    return parser


def _build(options: argparse.Namespace, places: Places) -> Outcome:
    spec = image_specs.spec_of(options.folder.resolve(), places)
    build = Build(places, engines.find_engine(places), options.accelerator, options.base)
    names, complaints = build.all([spec])
    if complaints:
        raise ImagesError("; ".join(complaints))
    name = names[spec.name]
    if options.registry:
        target = f"{options.registry.rstrip('/')}/{spec.name}:{options.tag or name.rpartition(':')[2]}"
        outcome = _push(build, spec, name, target, plain_http=options.plain_http)
    else:
        outcome = Outcome(name, pushed=False)
    values.write({spec.name: outcome.reference}, places.values)
    build.clear()
    _check_size(build, spec, names)
    return outcome


def _push(build: Build, spec: ImageSpec, name: str, target: str, *, plain_http: bool) -> Outcome:
    digest = build.engine.push(name, target, plain_http=plain_http)
    if digest:
        build.record(target, spec, digest)
    return Outcome(f"{target}@{digest}" if digest else target, pushed=True)


def _check_size(build: Build, spec: ImageSpec, names: Mapping[str, str]) -> None:
    (size,) = build.sizes(names, [spec]) or (budgets.Size(spec.name, spec.base, 0, 0, 0),)
    if size.complaint and not build.is_cuda:
        say(f"warning: {size.complaint}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
