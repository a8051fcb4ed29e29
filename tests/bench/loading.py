"""`make bench-models`: what the models of each operator cost before the first answer.

Each operator that has models is started twice in its own environment: once it only imports its modules, and once it
answers about a grey image, a second of silence or a sentence. The difference is what loading takes, with one answer.
`--models OPERATOR=FOLDER` measures a mounted folder instead. CPU seconds of the best of a few rounds: waiting for a
disk or for others on the machine is not in them. Environments and models are built before.
"""

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from media_insights.catalogue.operator_folders import LocalOperator, operator_in
from media_insights.catalogue.problems import Unusable
from media_insights.local import neutral_inputs
from tests.bench.trees import Cost, cost_of
from tests.operators.runs import OPERATORS, command_of, defaults, environment_of, spec_has_models

ROUNDS = 3
MIB = 2**20


@dataclass(frozen=True)
class Loading:
    """The costs of a start that only imports, and of one that answers."""

    imports: Cost
    answer: Cost

    @property
    def seconds(self) -> float:
        """CPU seconds that loading and one answer took."""
        return self.answer.cpu - self.imports.cpu


def main() -> int:
    """Print a row for each operator with models; exit code 1 when one did not end well."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("operators", nargs="*", help="only these (default: all that have models)")
    parser.add_argument("--models", action="append", default=[], metavar="OPERATOR=FOLDER", help="a mounted folder")
    options = parser.parse_args()
    mounted = dict(each.split("=", 1) for each in options.models)
    code = 0
    for name in options.operators or list(_with_models()):
        try:
            found = loading_of(operator_in(OPERATORS / name), mounted.get(name))
        except Unusable as error:
            sys.stdout.write(f"  {name:<24}{error}\n")
            continue
        code = code or found.answer.code or found.imports.code
        sys.stdout.write(
            f"  {name:<24}{found.imports.cpu:6.2f} CPU s to import{found.seconds:7.2f} to load and answer"
            f"{found.answer.tree_rss / MIB:8.0f} MiB\n"
        )
        sys.stdout.flush()
    return code


def _with_models() -> Iterator[str]:
    yield from sorted(path.parent.name for path in OPERATORS.glob("[!_]*/main.py") if spec_has_models(path.parent.name))


def loading_of(operator: LocalOperator, mounted: str | None = None) -> Loading:
    """Return what an operator costs before its first answer, with what ships or with a mounted folder."""
    more = {"MEDIA_INSIGHTS_MOUNTED_MODELS": str(Path(mounted).absolute())} if mounted else {}
    python, script = command_of(operator.name)
    with tempfile.TemporaryDirectory(prefix="bench-models-") as scratch:
        folder = Path(scratch)
        for name in ("in", "out"):
            (folder / name).mkdir()
        for name, path in neutral_inputs.inputs_of(operator, {}, folder).items():
            path.rename(folder / "in" / name)
        (folder / "in/parameters.json").write_text(json.dumps(defaults(operator.name)))
        environment = environment_of(operator.name, folder) | more
        bare = [python, "-c", f"import sys; sys.path.insert(0, {str(operator.folder)!r}); import main"]
        return Loading(_best(bare, environment), _best([python, script], environment))


def _best(command: list[str], environment: Mapping[str, str]) -> Cost:
    return min((cost_of(command, {**os.environ, **environment}) for _ in range(ROUNDS)), key=lambda cost: cost.cpu)


if __name__ == "__main__":
    sys.exit(main())
