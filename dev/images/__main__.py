"""``python3 -m dev.images VERB``: the verbs behind ``images.mk``."""

import argparse
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from dev.cluster import home
from dev.cluster import images as cluster_images
from dev.cluster.errors import ClusterError
from dev.cluster.home import Home
from dev.cluster.progress import say
from dev.images import budgets, building, delivery, engines, image_specs, signing, values
from dev.images.building import Build
from dev.images.errors import ImagesError
from dev.images.layout import Layout
from dev.images.places import CHECKOUT, Places
from dev.images.turns import alone


def main(arguments: Sequence[str], environ: Mapping[str, str]) -> int:
    """Carry out one verb and return the exit code: 0 done, 1 with a sentence why not."""
    options = _parser().parse_args(arguments)
    os.umask(0o022)  # what a context's folders allow is what the image's user may read
    try:
        places = Places(CHECKOUT, home.of(environ).root)
        with alone(places):
            options.verb(options, places, environ)
    except (ImagesError, ClusterError) as error:
        say(f"error: {error}")
        return 1
    except KeyboardInterrupt:
        say("interrupted; `make images` goes on from here")
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python3 -m dev.images", description=__doc__)
    verbs = parser.add_subparsers(required=True)
    build = verbs.add_parser("build", help="build what is missing and bring it to the cluster, or to a registry")
    build.set_defaults(verb=_build)
    build.add_argument("names", nargs="*", help="images; all when none is named")
    build.add_argument("--base", default="", help="image to build on, for example python:3.11-slim-bookworm")
    build.add_argument("--accelerator", choices=("cpu", "cuda"), default="cpu")
    build.add_argument("--registry", default="", help="host and path to push to")
    build.add_argument("--tag", default="", help="tag in that registry; default: the images' own fingerprints")
    build.add_argument("--plain-http", action="store_true", help="the registry speaks HTTP")
    build.add_argument("--sign", default="", help="key that cosign signs with, after a push: a file, or a KMS URI")
    build.add_argument("--archive", type=Path, help="write all of them into one OCI archive instead")
    verify = verbs.add_parser("verify", help="check that what the chart's values name is signed")
    verify.set_defaults(verb=_verify)
    verify.add_argument("names", nargs="*", help="images; all when none is named")
    verify.add_argument("--key", default="", help="public key: a file, or a KMS URI")
    verify.add_argument("--plain-http", action="store_true", help="the registry speaks HTTP")
    sizes = verbs.add_parser("sizes", help="print how large images are, as a table; builds what is missing")
    sizes.set_defaults(verb=_sizes)
    sizes.add_argument("names", nargs="*", help="images; all when none is named")
    engine = verbs.add_parser("engine", help="install Podman where neither it nor Docker is there and root may")
    engine.set_defaults(verb=_engine)
    load = verbs.add_parser("load", help="load one built image into Docker or Podman")
    load.set_defaults(verb=_load)
    load.add_argument("name", help="full reference, as in images.yaml")
    load.add_argument("engine", nargs="+", help="docker or podman, and its own options")
    verbs.add_parser("clean", help="remove everything that was built or kept").set_defaults(verb=_clean)
    return parser


def _build(options: argparse.Namespace, places: Places, environ: Mapping[str, str]) -> None:
    wanted = image_specs.specs_named(image_specs.products(places), options.names)
    if options.sign and not options.registry:
        raise ImagesError("SIGN=… signs what is in a registry: add PUSH=1 REGISTRY=host/path")
    engine = engines.find_engine(places)
    build = Build(places, engine, options.accelerator, options.base)
    names, complaints = build.all(wanted)
    if options.registry:
        digests = _push(options, engine, names, places)
    else:
        digests = _deliver(options, engine, names, places, environ)
    references = values.references(places.values)
    if options.sign:
        _sign(options, [references[each.name] for each in wanted if each.name in digests], home.of(environ))
    for spec in wanted:
        if spec.name in digests:
            build.record(references[spec.name], spec, digests[spec.name])
    build.clear()
    if complaints:
        raise ImagesError("not built: " + "\n  ".join(complaints))
    if too_large := [size.complaint for size in build.sizes(names, wanted) if size.complaint and not build.is_cuda]:
        raise ImagesError("built, but too large:\n  " + "\n  ".join(too_large))


def _sign(options: argparse.Namespace, references: Sequence[str], cluster: Home) -> None:
    signing.cosign_of(cluster, plain_http=options.plain_http).sign(references, options.sign)
    say(f"signed {len(references)} images")


def _verify(options: argparse.Namespace, places: Places, environ: Mapping[str, str]) -> None:
    if not options.key:
        raise ImagesError("name the public key: make verify-images KEY=cosign.pub")
    known = values.references(places.values)
    references = [known[name] for name in options.names or sorted(known) if name in known]
    if len(references) < max(1, len(options.names)):
        raise ImagesError(f"{places.values} names no such images: `make images PUSH=1 REGISTRY=host/path` writes it")
    signing.cosign_of(home.of(environ), plain_http=options.plain_http).verify(references, options.key)
    say(f"{len(references)} images are signed")


def _deliver(
    options: argparse.Namespace,
    engine: engines.Engine,
    names: Mapping[str, str],
    places: Places,
    environ: Mapping[str, str],
) -> dict[str, str]:
    """Bring images to the cluster or an archive, and return the digest of each."""
    layout = Layout(places.layout)
    if building.export(engine, layout, names.values()):
        layout.clear(names.values())
    if options.archive:
        delivery.to_archive(layout, list(names.values()), options.archive)
        say(f"wrote {options.archive}")
    elif _is_local(environ):
        _import(layout, names, places, home.of(environ))
    servers = (cluster_images.VERSITYGW, cluster_images.NATS) if _is_local(environ) else ()
    values.write(names, places.values, *servers)
    say(f"{len(names)} images; values for the chart: {places.values}")
    return {short: layout.digest(name) for short, name in names.items()}


def _is_local(environ: Mapping[str, str]) -> bool:
    return environ.get("CLUSTER") != "current"


def _import(layout: Layout, names: Mapping[str, str], places: Places, cluster: Home) -> None:
    if not cluster.socket.exists():
        say("no local cluster runs, so nothing is imported; `media-insights run --containers` needs none")
        return
    delivery.to_cluster(layout, list(names.values()), cluster)
    delivery.forget_superseded(list(names.values()), values.named(places.values), cluster)


def _push(
    options: argparse.Namespace, engine: engines.Engine, names: Mapping[str, str], places: Places
) -> dict[str, str]:
    """Bring images to a registry, and return the digest of each; the chart's values name them by tag and digest."""
    references, digests = {}, {}
    for short, name in names.items():
        target = f"{options.registry.rstrip('/')}/{short}:{options.tag or name.rpartition(':')[2]}"
        digests[short] = engine.push(name, target, plain_http=options.plain_http)
        references[short] = f"{target}@{digests[short]}" if digests[short] else target
        say(f"pushed {references[short]}")
    values.write(references, places.values)
    say(f"values for the chart: {places.values}")
    return {short: digest for short, digest in digests.items() if digest}


def _sizes(options: argparse.Namespace, places: Places, _environ: Mapping[str, str]) -> None:
    wanted = image_specs.specs_named(image_specs.products(places), options.names)
    build = Build(places, engines.find_engine(places))
    names, complaints = build.all(wanted)
    sys.stdout.write(budgets.table(build.sizes(names, wanted)) + "\n")
    if complaints:
        raise ImagesError("not built: " + "\n  ".join(complaints))


def _engine(_options: argparse.Namespace, _places: Places, _environ: Mapping[str, str]) -> None:
    engines.ensure_container_engine()


def _load(options: argparse.Namespace, places: Places, _environ: Mapping[str, str]) -> None:
    delivery.to_engine(engines.find_engine(places), options.name, options.engine, places.images)


def _clean(_options: argparse.Namespace, places: Places, _environ: Mapping[str, str]) -> None:
    shutil.rmtree(places.images, ignore_errors=True)
    say(f"removed {places.images}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
