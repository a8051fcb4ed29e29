"""``python -m dev.sbom VERB``: ``write`` bills of materials, ``scan`` them, ``licences`` to record new packages'."""

import argparse
import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from dev.cluster import home
from dev.cluster.errors import ClusterError
from dev.cluster.progress import say
from dev.images import image_specs, values
from dev.images.errors import ImagesError
from dev.images.image_specs import ImageSpec
from dev.images.places import CHECKOUT, Places
from dev.models.catalogue import Catalogue, parse_catalogue
from dev.sbom import contents, debian_packages, licences, scanning
from dev.sbom.components import Component
from dev.sbom.contents import Sources
from dev.sbom.cyclonedx import document_of


def main(arguments: Sequence[str], environ: Mapping[str, str]) -> int:
    """Carry out one verb and return the exit code: 0 done, 1 with a sentence why not."""
    options = _parser().parse_args(arguments)
    try:
        options.verb(options, Places(CHECKOUT, home.of(environ).root))
    except (ImagesError, ClusterError) as error:
        say(f"error: {error}")
        return 1
    return 0


def all_specs(places: Places) -> dict[str, ImageSpec]:
    """Return every image, and the shared bases as ``base-NAME``."""
    bases = {f"base-{name}": spec for name, spec in image_specs.bases(places).items()}
    return bases | image_specs.products(places)


def models_of(places: Places) -> Catalogue:
    """Return every declared model."""
    return parse_catalogue(places.checkout / "dev/models/models.yaml", places.checkout / "operators-images")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m dev.sbom", description=__doc__)
    verbs = parser.add_subparsers(required=True)
    write = verbs.add_parser("write", help="write a bill of materials (CycloneDX) for each image")
    write.set_defaults(verb=_write)
    write.add_argument("names", nargs="*", help="images; all when none is named")
    write.add_argument("--out", type=Path, help="folder; default: sbom beside the built images")
    write.add_argument("--accelerator", choices=("cpu", "cuda"), default="cpu")
    scan = verbs.add_parser("scan", help="say which known advisories are about what images hold")
    scan.set_defaults(verb=_scan)
    scan.add_argument("names", nargs="*", help="images; all when none is named")
    scan.add_argument("--database", default="", help="folder or ZIP of advisories in OSV's format")
    scan.add_argument("--accelerator", choices=("cpu", "cuda"), default="cpu")
    verbs.add_parser("licences", help="record the licences of packages that are new in a lock").set_defaults(
        verb=_record
    )
    return parser


def _write(options: argparse.Namespace, places: Places) -> None:
    folder = options.out or places.images / "sbom"
    folder.mkdir(parents=True, exist_ok=True)
    sources = _sources(options, places)
    debian = debian_packages.packages_of(contents.root_of(places))
    references = values.references(places.values)
    specs = image_specs.specs_named(image_specs.products(places), options.names)
    for spec in specs:
        image = Component("container", spec.name, references.get(spec.name, "not built"))
        told = {} if debian else {"not-listed": "Debian packages: the base was not made on this machine"}
        document = document_of(image, [*contents.components_of(spec, sources), *debian], told)
        (folder / f"{spec.name}.cdx.json").write_text(json.dumps(document, indent=1) + "\n", "utf-8")
    say(f"{len(specs)} bills of materials in {folder}")
    if not debian:
        say("Debian packages are not in them: `make images` makes the base that they are read from")


def _scan(options: argparse.Namespace, places: Places) -> None:
    if not options.database:
        raise ImagesError("name the advisories: make scan DATABASE=folder-or-zip, as https://osv.dev offers them")
    sources, debian = _sources(options, places), debian_packages.packages_of(contents.root_of(places))
    specs = image_specs.specs_named(image_specs.products(places), options.names)
    images = {spec.name: [*contents.components_of(spec, sources), *debian] for spec in specs}
    findings = scanning.scan(images, Path(options.database))
    if not debian:
        say("Debian packages are not scanned: `make images` makes the base that they are read from")
    if findings:
        raise ImagesError("\n  ".join((f"{len(findings)} advisories concern these images:", *map(str, findings))))
    say(f"no advisory concerns {len(specs)} images")


def _sources(options: argparse.Namespace, places: Places) -> Sources:
    return Sources(
        bases=image_specs.beneath(places),
        models=models_of(places),
        licences=licences.read(),
        extras=("cuda",) if options.accelerator == "cuda" else (),
    )


def _record(_options: argparse.Namespace, places: Places) -> None:
    known = licences.read() if licences.TABLE.is_file() else {}
    table = licences.record(contents.every_lock(all_specs(places)), known)
    licences.write(table)
    say(f"{len(set(table) - set(known))} licences recorded; now `make generate`")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))
