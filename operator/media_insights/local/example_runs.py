"""Examples of an operator, run by the embedded engine: what ``operator test`` does outside of the checkout."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

from media_insights.catalogue.examples import UNREADABLE, Case, CaseOutcome, files_in
from media_insights.catalogue.operator_folders import LocalOperator
from media_insights.catalogue.problems import Unusable
from media_insights.domain.running.steps import StepFacts
from media_insights.local import single

BAD_PARAMETERS = 2
"""The contract's exit code for parameters that are wrong."""


def run_example(operator: LocalOperator, case: Case, cache: Path, *, stub: bool = False) -> CaseOutcome:
    """Run an operator on an example's inputs, as a run would. Raises NotReady when it cannot be started."""
    with TemporaryDirectory() as scratch:
        given = _run_of(operator, case, cache, Path(scratch))
        try:
            facts = single.run_once(given, stub=stub)
        except Unusable as error:
            return CaseOutcome(exit_code=BAD_PARAMETERS, sentence=str(error), files={})
        return _outcome_of(given, facts)


@dataclass(frozen=True, kw_only=True)
class CompanyOutcome:
    """What became of the items of one process."""

    examples: list[CaseOutcome]
    unreadable: CaseOutcome


def run_in_company(operator: LocalOperator, cases: Sequence[Case], cache: Path) -> CompanyOutcome:
    """Run examples of the same parameters in one process, after the first an item whose every input is unreadable.

    The first example comes again after all others: what they left in memory would show. Raises Unusable and NotReady
    as :func:`single.run_operator` does.
    """
    with TemporaryDirectory() as scratch:
        root = Path(scratch)
        (root / "unreadable").write_bytes(UNREADABLE)
        runs = [_run_of(operator, case, cache, root / f"{n}") for n, case in enumerate([*cases, cases[0]])]
        spoilt = replace(runs[0], files=dict.fromkeys(runs[0].files, root / "unreadable"), output=root / "spoilt")
        together = [runs[0], spoilt, *runs[1:]]
        first, second, *rest = map(_outcome_of, together, asyncio.run(single.run_together(together)))
        return CompanyOutcome(examples=[first, *rest], unreadable=second)


def _run_of(operator: LocalOperator, case: Case, cache: Path, output: Path) -> single.OperatorRun:
    return single.OperatorRun(
        operator=operator, files=case.inputs, parameters=case.parameters, output=output, cache=cache
    )


def _outcome_of(given: single.OperatorRun, facts: StepFacts) -> CaseOutcome:
    log = given.output / single.LOG
    return CaseOutcome(
        exit_code=-1 if facts.exit_code is None else facts.exit_code,
        sentence=facts.message,
        files={path.name: path.read_bytes() for path in files_in(given.output) if path != log},
        stderr=log.read_text(encoding="utf-8", errors="replace") if log.is_file() else "",
    )
