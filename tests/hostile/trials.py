"""Gives odd files to operators in the embedded engine, which minds their memory, and judges what comes of it."""

import asyncio
import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from media_insights.api.v1alpha1.operator_files import OperatorInput
from media_insights.catalogue.examples import Case
from media_insights.catalogue.operator_folders import LocalOperator
from media_insights.domain.running.steps import StepFacts
from media_insights.local.single import OperatorRun, run_operator
from media_insights.results import validation
from tests.hostile.oddities import Oddity, Outcome
from tests.operators import media
from tests.operators.examples import cases, inputs_of

SECONDS = 240
"""Longer than any odd file may keep an operator busy: all are small."""
SENTENCE_LENGTH = 1000
OFF = {"notify", "summary"}
"""Operators that need an administrator's secret before they look at any input."""
ASKED: dict[str, dict[str, Any]] = {
    "speech-synthesis.text": {"source": "text", "language": "fr"},  # the quick voice: some texts are long
    "speech-synthesis.captions": {"source": "captions"},
    "speech-synthesis.translation": {"source": "text"},
    "translate.text": {"sourceLanguage": "en"},
    "translate-captions.languages": {"sourceLanguage": "auto"},
    "translate-captions.transcript": {"sourceLanguage": "auto"},
    "redaction.people": {"people": "known"},
    "redaction.persons": {"what": ["persons"]},
    "redaction.texts": {"what": ["texts"]},
    "redaction.labels": {"what": ["labels"], "labels": ["Person"]},
    "redaction.moderation": {"what": ["moderation"]},
    "redaction.entities": {"entityTypes": ["PERSON"]},
}
"""Parameters without which an input is not looked at."""
COMPLETE = {"redaction", "speech-synthesis"}
"""Operators whose optional inputs need each other: what is not odd is that of the first example, all of it."""
GLANCING = {"hls.transcript", "redaction.terms"}
"""Inputs that any text may be, or that are looked at only where another one asks for it."""
CHOOSY = {"loudness-normalization", "transcode"}
"""Operators that rightly refuse sound media: a film without sound, sound without the picture that a preset wants."""


@dataclass(frozen=True)
class Target:
    """One input of one operator."""

    operator: LocalOperator
    input: OperatorInput

    def __str__(self) -> str:
        """Name it as people do."""
        return f"{self.operator.name}.{self.input.name}"


def targets(operators: Sequence[LocalOperator]) -> list[Target]:
    """Return every input of every operator that reads one."""
    return [Target(each, one) for each in operators if each.name not in OFF for one in each.spec.inputs]


def problem_of(target: Target, oddity: Oddity) -> str:
    """Give the input an odd file; return what went wrong in a sentence, "" when nothing did."""
    with tempfile.TemporaryDirectory() as scratch:
        given = _given(target, oddity, Path(scratch))
        try:
            facts = asyncio.run(asyncio.wait_for(run_operator(given), SECONDS))
        except TimeoutError:
            return f"still running after {SECONDS} s"
        return _judged(given, facts, _outcome_for(target, oddity))


def _outcome_for(target: Target, oddity: Oddity) -> Outcome:
    outcome = "either" if str(target) in GLANCING else oddity.outcome_for(target.operator.name)
    return "either" if outcome == "answer" and target.operator.name in CHOOSY else outcome


def _given(target: Target, oddity: Oddity, scratch: Path) -> OperatorRun:
    odd, output = scratch / "odd", scratch / "out"
    odd.write_bytes(_content_of(oddity))
    output.mkdir()
    files = {**companions(target.operator), target.input.name: odd}
    return OperatorRun(
        operator=target.operator,
        files=files,
        parameters=_parameters(target.operator.name) | ASKED.get(str(target), {}),
        output=output,
        cache=media.cache().parent,
    )


def _judged(given: OperatorRun, facts: StepFacts, outcome: Outcome) -> str:
    told = f"exit {facts.exit_code}: {facts.message}"
    if facts.exit_code == 66 and outcome != "answer":
        return _problem_of_sentence(facts.message) or _leftovers(given)
    if facts.status == "Complete" and outcome != "refusal":
        return _problem_of_result(given)
    return f"{told}{_log(given)}"


def _problem_of_sentence(sentence: str) -> str:
    if not 10 <= len(sentence) <= SENTENCE_LENGTH or "\n" in sentence:
        return f"that is no sentence: {sentence!r}"
    return f"that is for programmers: {sentence!r}" if "Traceback" in sentence or "/tmp/" in sentence else ""  # noqa: S108


def _problem_of_result(given: OperatorRun) -> str:
    spec = given.operator.spec
    file = next(each.file for each in spec.outputs if each.result)
    result: Any = json.loads((given.output / file).read_text("utf-8"), parse_constant=_refuse_constant)
    return validation.problem_of(spec.result_name, result, strictly=True)


def _refuse_constant(name: str) -> None:
    raise AssertionError(f"the result holds {name}, which is no JSON")


def _leftovers(given: OperatorRun) -> str:
    left = sorted(path.name for path in given.output.iterdir() if path.name != "operator.log")
    return f"refused, but left {', '.join(left)}" if left else ""


def _log(given: OperatorRun) -> str:
    log = given.output / "operator.log"
    return "\n" + log.read_text("utf-8", "replace")[-1500:] if log.is_file() else ""


@cache
def _content_of(oddity: Oddity) -> bytes:
    with tempfile.TemporaryDirectory() as scratch:
        content = oddity.make(Path(scratch))
        return content.read_bytes() if isinstance(content, Path) else content


@cache
def _companion_folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="companions-"))


def companions(operator: LocalOperator) -> dict[str, Path]:
    """Return a good file for each input that the operator cannot do without, out of its examples."""
    required = [each.name for each in operator.spec.inputs if not each.optional or operator.name in COMPLETE]
    return {name: file for name, file in _example_inputs(operator.name).items() if name in required}


@cache
def _example_inputs(operator: str) -> dict[str, Path]:
    case = _first_case(operator)
    folder = _companion_folder() / operator
    folder.mkdir()
    return {name: folder / name for name, _ in inputs_of(case, folder)}


def _parameters(operator: str) -> dict[str, Any]:
    path = _first_case(operator).folder / "in/parameters.json"
    return dict(json.loads(path.read_text())) if path.is_file() else {}


def _first_case(operator: str) -> Case:
    return next(case for case in cases() if case.operator == operator)
