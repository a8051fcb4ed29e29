"""``python -m media_insights.catalogue.install apply | check``, as the chart calls it."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from media_insights.catalogue.install import apply as catalogue
from media_insights.catalogue.install import check
from media_insights.catalogue.install import pod_api as api
from media_insights.catalogue.install.check import Installation
from media_insights.domain.wording import printable
from media_insights.errors import ApiError, Unavailable


def main(arguments: Sequence[str]) -> int:
    """Run one verb and return 0, or 1 with a sentence saying what is wrong."""
    options = _parser().parse_args(arguments)
    return _check(options) if options.verb == "check" else _apply(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m media_insights.catalogue.install", description=__doc__)
    verbs = parser.add_subparsers(dest="verb", required=True)
    applying = verbs.add_parser("apply")
    applying.add_argument("folder", type=Path)
    applying.add_argument("--release", required=True)
    applying.add_argument("--namespace", required=True)
    checking = verbs.add_parser("check")
    for name in ("release", "controller", "store"):
        checking.add_argument(f"--{name}", required=True)
    return parser


def _apply(options: argparse.Namespace) -> int:
    try:
        for line in catalogue.apply(api.of_pod(), options.folder, options.release, options.namespace):
            _say(line)
    except (ApiError, Unavailable, ValueError) as error:
        _say(f"the catalogue could not be applied: {error}")
        return 1
    return 0


def _check(options: argparse.Namespace) -> int:
    installed = Installation(options.release, options.controller, options.store)
    found = list(check.findings(api.of_pod(), installed))
    for finding in found:
        _say(f"{'ok  ' if finding.good else 'BAD '} {finding.sentence}")
    return int(not all(finding.good for finding in found))


def _say(line: str) -> None:
    sys.stdout.write(f"{printable(line)}\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
