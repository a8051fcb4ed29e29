"""``python3 -m images VERB``: the verbs behind ``images.mk``."""

import argparse
import fcntl
import os
import shutil
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from cluster import home
from cluster import images as cluster_images
from cluster.errors import ClusterError
from cluster.progress import say
from images import building, delivery, engines, recipes, values
from images.building import Build
from images.errors import ImagesError
from images.layout import Layout
from images.places import CHECKOUT, Places


def main(arguments: Sequence[str], environ: Mapping[str, str]) -> int:
    """Carry out one verb and return the exit code: 0 done, 1 with a sentence why not."""
    options = _parser().parse_args(arguments)
    os.umask(0o022)  # what a context's folders allow is what the image's user may read
    try:
        places = Places(CHECKOUT, home.of(environ).root)
        with _alone(places):
            options.verb(options, places, environ)
    except (ImagesError, ClusterError) as error:
        say(f"error: {error}")
        return 1
    except KeyboardInterrupt:
        say("interrupted; `make images` goes on from here")
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python3 -m images", description=__doc__)
    verbs = parser.add_subparsers(required=True)
    build = verbs.add_parser("build", help="build what is missing and bring it to the cluster, or to a registry")
    build.set_defaults(verb=_build)
    build.add_argument("names", nargs="*", help="images; all when none is named")
    build.add_argument("--base", default="", help="image to build on, for example python:3.11-slim-bookworm")
    build.add_argument("--accelerator", choices=("cpu", "cuda"), default="cpu")
    build.add_argument("--registry", default="", help="host and path to push to")
    build.add_argument("--tag", default="", help="tag in that registry; default: the images' own fingerprints")
    build.add_argument("--plain-http", action="store_true", help="the registry speaks HTTP")
    build.add_argument("--archive", type=Path, help="write all of them into one OCI archive instead")
    verbs.add_parser("clean", help="remove everything that was built or kept").set_defaults(verb=_clean)
    return parser


@contextmanager
def _alone(places: Places) -> Iterator[None]:
    """Let one command at a time build; a second one waits, and says so."""
    places.images.mkdir(parents=True, exist_ok=True)
    with (places.images / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another build is going on; waiting for it")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _build(options: argparse.Namespace, places: Places, environ: Mapping[str, str]) -> None:
    wanted = recipes.chosen(recipes.products(places), options.names)
    engine = engines.found(places)
    build = Build(places, engine, options.accelerator, options.base)
    names, complaints = build.all(wanted)
    if options.registry:
        _push(options, engine, names, places)
    else:
        _deliver(options, engine, names, places, environ)
    build.clear()
    if complaints:
        raise ImagesError("not built: " + "\n  ".join(complaints))


def _deliver(
    options: argparse.Namespace,
    engine: engines.Engine,
    names: Mapping[str, str],
    places: Places,
    environ: Mapping[str, str],
) -> None:
    layout = Layout(places.layout)
    if building.export(engine, layout, names.values()):
        layout.clear(names.values())
    if options.archive:
        delivery.to_archive(layout, list(names.values()), options.archive)
        say(f"wrote {options.archive}")
    elif environ.get("CLUSTER") != "current":
        delivery.to_cluster(layout, list(names.values()), home.of(environ))
        delivery.forget_superseded(list(names.values()), values.named(places.values), home.of(environ))
    values.write(names, places.values, cluster_images.VERSITYGW if environ.get("CLUSTER") != "current" else "")
    say(f"{len(names)} images; values for the chart: {places.values}")


def _push(options: argparse.Namespace, engine: engines.Engine, names: Mapping[str, str], places: Places) -> None:
    references = {}
    for short, name in names.items():
        references[short] = f"{options.registry.rstrip('/')}/{short}:{options.tag or name.rpartition(':')[2]}"
        engine.push(name, references[short], plain_http=options.plain_http)
        say(f"pushed {references[short]}")
    values.write(references, places.values)
    say(f"values for the chart: {places.values}")


def _clean(_options: argparse.Namespace, places: Places, _environ: Mapping[str, str]) -> None:
    shutil.rmtree(places.images, ignore_errors=True)
    say(f"removed {places.images}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
