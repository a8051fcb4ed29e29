# /// script
# requires-python = ">=3.11"
# dependencies = ["numpy==2.4.6", "onnx==1.23.2", "protobuf==7.36.2", "pyyaml==6.0.3", "pip==26.3"]
# ///
"""Builds the model folders that operators read at run time.

    uv run dev/models/build.py [--out DIR] [--operators DIR]... [--list | --check] [--leave-out MODEL] [OPERATOR ...]

For every operator asked for (all, when none is) it fetches the packages named in models.yaml with the registries'
ordinary clients, verifies their sha256, converts them where needed (TensorFlow.js and PyTorch files become ONNX,
without TensorFlow or PyTorch), verifies the sha256 of the final files and lays them out as

    DIR/<operator>/<file>           weights
    DIR/<operator>/<model>.json     manifest: what the file is, how to feed it, its labels, licence, source, sha256

DIR is $MEDIA_INSIGHTS_CACHE/models by default. Running it again does nothing; running it twice at once is safe.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from catalogue import Catalogue, CatalogueError, parse_catalogue
from layout import LayoutError, ModelFolder
from packages import PackageError, PackageStore

HERE = Path(__file__).resolve().parent
OPERATORS = HERE.parents[1] / "operators-images"


def default_out() -> Path:
    """`$MEDIA_INSIGHTS_CACHE/models`, with the cache in the user's cache folder unless that variable says otherwise."""
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return Path(os.environ.get("MEDIA_INSIGHTS_CACHE") or caches / "media-insights") / "models"


def operators_folders() -> list[Path]:
    """The folders whose operators declare models; asked for first: all other arguments are checked against them."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--operators", type=Path, action="append")
    folders: list[Path] | None = parser.parse_known_args()[0].operators
    return folders or [OPERATORS]


def parse_arguments(catalogue: Catalogue) -> argparse.Namespace:
    """The command line; operators that need no model are accepted and get an empty folder."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, usage=argparse.SUPPRESS
    )
    parser.add_argument("operators", nargs="*", metavar="OPERATOR", help=f"one of {', '.join(catalogue.operators)}")
    parser.add_argument("--out", type=Path, default=default_out(), metavar="DIR", help="default: %(default)s")
    parser.add_argument(
        "--operators",
        dest="folders",
        type=Path,
        action="append",
        metavar="DIR",
        help=f"may be given again; default: {OPERATORS}",
    )
    parser.add_argument("--list", action="store_true", help="say what each operator's models are, and stop")
    parser.add_argument(
        "--check", action="store_true", help="verify what is there; fetch nothing; exit 1 if incomplete"
    )
    parser.add_argument(
        "--leave-out", action="append", default=[], metavar="MODEL", help="do without this model; may be given again"
    )
    arguments = parser.parse_args()
    folders = arguments.folders or [OPERATORS]
    known = {model.name for model in catalogue.models}
    for name in arguments.leave_out:
        if name not in known:
            parser.error(f"--leave-out {name}: there is no such model; there are {', '.join(sorted(known))}")
    for name in arguments.operators:
        if name not in catalogue.operators and not any((each / name / "operator.yaml").is_file() for each in folders):
            parser.error(f"there is no operator {name!r}; with models: {', '.join(catalogue.operators)}")
    return arguments


def describe(catalogue: Catalogue, operators: list[str]) -> str:
    """One line per model: operator, name, task, licence, packages."""
    rows = [(operator, model) for operator in operators for model in catalogue.models_of(operator)]
    return "\n".join(
        f"{operator:18} {model.name:24} {model.task:26} {model.licence:14} "
        + ", ".join(f"{package.registry} {package.requirement}" for package in model.packages)
        for operator, model in rows
    )


def check(catalogue: Catalogue, out: Path, operators: list[str]) -> int:
    """Report every model that is absent or not as pinned; the number of them is the exit status's reason."""
    folders = [ModelFolder(out / operator, catalogue.models_of(operator)) for operator in operators]
    faults = [fault for folder in folders for fault in folder.faults()]
    sys.stdout.write("".join(f"{fault}\n" for fault in faults) or "all models are in place\n")
    return 1 if faults else 0


def build(catalogue: Catalogue, out: Path, operators: list[str]) -> None:
    """Make every operator's folder complete, saying what is being done."""
    store = PackageStore(out / ".packages")
    for operator in operators:
        folder = ModelFolder(out / operator, catalogue.models_of(operator))
        made = folder.complete(store)
        done = "; ".join(made) or "up to date"
        sys.stdout.write(f"{operator}: {done} ({folder.path})\n")


def main() -> int:
    """Run the command line; every expected failure is one sentence and exit status 1."""
    try:
        whole = parse_catalogue(HERE / "models.yaml", *operators_folders())
        arguments = parse_arguments(whole)
        catalogue = whole.without(arguments.leave_out)
        operators = arguments.operators or list(whole.operators)
        if arguments.list:
            sys.stdout.write(describe(catalogue, operators) + "\n")
        elif arguments.check:
            return check(catalogue, arguments.out, operators)
        else:
            build(catalogue, arguments.out, operators)
    except (CatalogueError, PackageError, LayoutError) as failure:
        sys.stderr.write(f"build.py: {failure}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
