"""``media-insights operator test``: an operator's examples, run by the checkout's tests or, without one, in place."""

import importlib.util
import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from media_insights.catalogue.examples import NO_DEFECT, Case, cases_of, problems_of, write_outputs
from media_insights.catalogue.operator_folders import LocalOperator
from media_insights.cli.terminal.answers import tell
from media_insights.cli.terminal.failures import USAGE, Failure, say
from media_insights.local.environments import uv
from media_insights.local.example_runs import run_example, run_in_company
from media_insights.settings.environment import inherited

TESTS = Path("tests/operators/test_examples.py")
"""In a checkout: makes inputs of test media, and gives operators a server where their examples ask for one."""
COMPANY = TESTS.with_name("test_company.py")
"""Runs the examples of one that does many items in one process, too."""
MODELS = "MODELS"
"""Variable by which these tests, and those of quality, are told of mounted models: ``OPERATOR=FOLDER``."""


def run_in_checkout(operator: LocalOperator, cache: Path, *, update: bool) -> int | None:
    """Run the examples by the tests of the checkout that the folder lies in; None where it lies in none."""
    name = operator.name
    root = next((each for each in operator.folder.parents if (each / TESTS).is_file()), None)
    if root is None:
        return None
    compare = ["pytest", "-q", "-k", f"[{name}", str(TESTS), str(COMPANY)]
    write = [".".join(TESTS.with_name("examples").parts), name, "--update"]
    command = [*_python_with_pytest(root, cache), "-m", *(write if update else compare)]
    mounted = {MODELS: f"{name}={operator.models}"} if operator.models else {}
    return subprocess.run(command, cwd=root, check=False, env=inherited() | mounted).returncode


def _python_with_pytest(root: Path, cache: Path) -> list[str]:
    """Return our own Python, or one that uv gives the checkout's development tools: `make demo` brings none."""
    if importlib.util.find_spec("pytest"):
        return [sys.executable]
    say("bringing the development tools, once")
    return [str(uv(cache)), "run", "--frozen", "--quiet", "--project", str(root), "python"]


def run_in_place(operator: LocalOperator, cache: Path, *, update: bool) -> None:
    """Run the examples and the stub with the embedded engine. Raises Failure when one differs from its files."""
    folder = operator.folder
    cases = cases_of(folder)
    if not cases:
        raise Failure(f"{folder} has no examples: add examples/<case>/in and out", code=USAGE)
    failed = [case for case in cases if not _passes(operator, case, cache, update=update)]
    first = cases[0]
    if first not in failed and not _stub_passes(operator, first, cache):
        failed.append(first)
    if failed:
        raise Failure(f"{folder}: {len(failed)} of {len(cases)} examples failed")
    if operator.spec.items == "Many" and not all(_stay_themselves(operator, same, cache) for same in _alike(cases)):
        raise Failure(f"{folder}: items of one process disturb each other; mend it, or leave out spec.items")


def _passes(operator: LocalOperator, case: Case, cache: Path, *, update: bool) -> bool:
    if case.needs_checkout:
        tell(f"{case}: not run, {' and '.join(case.needs_checkout)} need a checkout of media-insights")
        return True
    outcome = run_example(operator, case, cache)
    if update:
        write_outputs(case, outcome)
    problems = problems_of(case, outcome)
    for problem in problems:
        say(f"{case}: {problem}")
    if not problems:
        tell(f"{case}: {'written' if update else 'as expected'}")
    return not problems


def _alike(cases: Sequence[Case]) -> list[list[Case]]:
    """Return the examples that one process can do: they read files, and have the same parameters."""
    found: dict[str, list[Case]] = {}
    for case in cases:
        if case.inputs and not case.needs_checkout:
            found.setdefault(json.dumps(case.parameters, sort_keys=True), []).append(case)
    return list(found.values())


def _stay_themselves(operator: LocalOperator, cases: Sequence[Case], cache: Path) -> bool:
    """Say whether examples come out in one process as they do alone, whatever else is among its items."""
    outcome = run_in_company(operator, cases, cache)
    problems = [
        f"{case}, not alone in the process: {problem}"
        for case, each in zip([*cases, cases[0]], outcome.examples, strict=True)
        for problem in problems_of(case, each)
    ]
    spoilt = outcome.unreadable
    if spoilt.exit_code not in NO_DEFECT:
        problems.append(f"inputs of no known format: exit code {spoilt.exit_code} instead of 66: {spoilt.sentence}")
    for problem in problems:
        say(problem)
    if not problems:
        tell(f"{operator.name}: {len(cases) + 2} items in one process, one of them unreadable: as expected")
    return not problems


def _stub_passes(operator: LocalOperator, first: Case, cache: Path) -> bool:
    """Say whether STUB=1 emits the first example; a stub reads no inputs, so any example can be asked."""
    if first.needs_checkout:
        return True
    outcome = run_example(operator, first, cache, stub=True)
    if (outcome.exit_code, dict(outcome.files)) == (0, first.expected):
        return True
    say(f"{first}: STUB=1 emits something else: {outcome.sentence}\n{outcome.stderr}")
    return False
