"""`make evaluate [ONLY="transcribe captions"]`: measures, writes docs/quality.md, and fails when quality fell.

`make evaluate MODELS=OPERATOR=FOLDER` measures the caller's models of that operator instead, beside what those measured
that are shipped, and writes nothing.
"""

import argparse
import importlib
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from tests.evaluation import floors, page, record
from tests.evaluation.figures import Figure
from tests.evaluation.running import Account, Bench
from tests.operators.runs import mounted_operators

SUBJECTS = Path(__file__).with_name("subjects")
MIB = 2**20


def main() -> int:
    """Evaluate operators, all that can be by default; exit code 1 when a figure is out of bounds."""
    known = subjects()
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("operators", nargs="*", metavar="OPERATOR", help=", ".join(known))
    parser.add_argument("--dry-run", action="store_true", help="measure and judge, but write nothing")
    chosen = parser.parse_args()
    unknown = set(chosen.operators) - set(known)
    if unknown:
        parser.error(f"nothing is measured of {', '.join(sorted(unknown))}; choose among {', '.join(known)}")
    own = mounted_operators()
    if absent := [name for name in own if name not in known]:
        parser.error(f"nothing is measured of {', '.join(absent)}, so MODELS cannot be judged: {', '.join(known)} are")
    names: list[str] = chosen.operators or list(own) or known
    bounds = floors.parse_floors(floors.FLOORS.read_text("utf-8"))
    with tempfile.TemporaryDirectory(prefix="evaluate-") as scratch:
        bench = Bench(Path(scratch))
        figures = [each for name in names for each in _evaluated(name, bench)]
    _print_costs(bench.accounts)
    if own:
        _compare(figures)
        return 0
    if not chosen.dry_run:
        _write(figures, names, bounds)
    wrong = list(floors.regressions_of(figures, bounds, names))
    for sentence in wrong:
        _say(f"OUT OF BOUNDS  {sentence}")
    return int(bool(wrong))


def subjects() -> list[str]:
    """Return the operators of which something is measured."""
    return sorted(path.stem.replace("_", "-") for path in SUBJECTS.glob("[!_]*.py"))


def _evaluated(operator: str, bench: Bench) -> list[Figure]:
    start = time.monotonic()
    subject = importlib.import_module(f"tests.evaluation.subjects.{operator.replace('-', '_')}")
    figures: list[Figure] = list(subject.figures(bench))
    _say(f"{operator} ({time.monotonic() - start:.0f} s)")
    for each in figures:
        _say(f"  {each.measure:<76}{each.text:>10}  of {each.samples}")
    return figures


def _write(figures: Sequence[Figure], names: Sequence[str], bounds: floors.Floors) -> None:
    before = record.parse_record(record.MEASURED.read_text("utf-8")) if record.MEASURED.is_file() else ()
    now = record.updated(before, figures, names, bounds)
    record.MEASURED.write_text(record.text_of(now), "utf-8")
    page.PAGE.write_text(page.page_of(now, bounds), "utf-8")


def _compare(figures: Sequence[Figure]) -> None:
    """Print what models that are shipped measured last beside the caller's; bounds are about the shipped ones."""
    last = {
        (each.operator, each.measure): each.text for each in record.parse_record(record.MEASURED.read_text("utf-8"))
    }
    _say(f"\n{'':<78}{'mounted':>10}{'shipped':>10}")
    for each in figures:
        _say(f"  {each.measure:<76}{each.text:>10}{last.get((each.operator, each.measure), '–'):>10}")


def _print_costs(accounts: dict[str, Account]) -> None:
    columns = f"{'runs':>6}{'CPU':>9}{'wall':>9}{'peak RSS':>11}   for a minute of media"
    _say(f"\n{'what it cost on this machine':<32}{columns}")
    for name, each in sorted(accounts.items()):
        rate = f"{each.cpu_of_minutes / each.minutes:.1f} s CPU" if each.minutes else "–"
        _say(f"  {name:<30}{each.runs:>6}{each.cpu:>7.1f} s{each.wall:>7.1f} s{each.peak / MIB:>7.0f} MiB   {rate}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
