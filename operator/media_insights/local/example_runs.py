"""Examples of an operator, run by the embedded engine: what ``operator test`` does outside of the checkout."""

from pathlib import Path
from tempfile import TemporaryDirectory

from media_insights.catalogue.examples import Case, CaseOutcome, files_in
from media_insights.catalogue.operator_folders import LocalOperator
from media_insights.catalogue.problems import Unusable
from media_insights.local import single

LOG = "operator.log"
BAD_PARAMETERS = 2
"""The contract's exit code for parameters that are wrong."""


def run_example(operator: LocalOperator, case: Case, cache: Path, *, stub: bool = False) -> CaseOutcome:
    """Run an operator on an example's inputs, as a run would. Raises NotReady when it cannot be started."""
    with TemporaryDirectory() as scratch:
        given = single.OperatorRun(
            operator=operator,
            files=case.inputs,
            parameters=case.parameters,
            output=Path(scratch),
            cache=cache,
        )
        try:
            facts = single.run_once(given, stub=stub)
        except Unusable as error:
            return CaseOutcome(exit_code=BAD_PARAMETERS, sentence=str(error), files={})
        log = given.output / LOG
        return CaseOutcome(
            exit_code=-1 if facts.exit_code is None else facts.exit_code,
            sentence=facts.message,
            files={path.name: path.read_bytes() for path in files_in(given.output) if path != log},
            stderr=log.read_text(encoding="utf-8", errors="replace") if log.is_file() else "",
        )
