"""``operator lint``: problems of an operator's folder, found without running it. One rule, one function."""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, SchemaError
from pydantic import ValidationError

from media_insights.api.v1alpha1 import MediaOperator, reasons
from media_insights.catalogue import manifest_problems
from media_insights.catalogue.examples import EXPECTATION, SERVER, TEST_MEDIA_SUFFIX
from media_insights.catalogue.operator_folders import MANIFEST, manifest_of, manifests_in
from media_insights.catalogue.problems import Unusable
from media_insights.catalogue.project_rules import (
    base_is_one_of_ours,
    image_starts_from_base,
    libraries_exist,
    lock_is_of_the_project,
    pins_are_exact,
    project_can_be_read,
    text_of,
)
from media_insights.catalogue.unread_parameters import unread_in
from media_insights.domain.deciding.operator_checks import check_operator
from media_insights.domain.running.contract import CONTEXT_FILE, PARAMETERS_FILE
from media_insights.results.moments import invalid_paths
from media_insights.results.whole_moments import whole_moments_of

OWN_FILES = ("main.py", "pyproject.toml", "uv.lock", "README.md")
"""What every folder has besides its manifest where the command is Python's; any other brings a Dockerfile."""
LAMBDA_FILES = ("pyproject.toml", "uv.lock")
"""What the folder of an operator has that was written for MIE; its image and its programs are shared."""
LAMBDA = "lambda_operator"


def problems_in(folder: Path) -> list[str]:
    """Return everything that is wrong, each as one sentence that names the file."""
    try:
        operator = MediaOperator.model_validate(manifests_in(manifest_of(folder))[0])
    except Unusable as error:
        return [str(error)]
    except ValidationError as error:
        return [f"{MANIFEST}: {sentence}" for sentence in manifest_problems.sentences_of(error.errors())]
    rules = WITHOUT_CONTAINER if operator.spec.suspend else RULES
    return [problem for rule in rules for problem in rule(folder, operator)]


Rule = Callable[[Path, MediaOperator], Iterator[str]]


def name_is_the_folder_s(folder: Path, operator: MediaOperator) -> Iterator[str]:
    """The operator has the name of its folder, which is also its image's."""
    name = operator.metadata.name
    if name != folder.resolve().name:
        yield f"{MANIFEST}: metadata.name is {name!r}, but the folder is called {folder.resolve().name}"


def required_files_exist(folder: Path, operator: MediaOperator) -> Iterator[str]:
    """Nothing that images and engines need is missing."""
    python = operator.spec.command[0].startswith("python")
    own = LAMBDA_FILES if LAMBDA in operator.spec.command else OWN_FILES
    for name in own if python else ("Dockerfile", "README.md"):
        if not (folder / name).is_file():
            yield f"{name} is missing" + (f": make it with uv lock --project {folder}" if name == "uv.lock" else "")


def parameters_are_described(_: Path, operator: MediaOperator) -> Iterator[str]:
    """Every parameter has a schema that is one, a description, and a default inside its own schema."""
    for name, schema in operator.spec.parameters.items():
        where = f"{MANIFEST}: spec.parameters.{name}"
        try:
            Draft202012Validator.check_schema(schema)
        except SchemaError as error:
            yield f"{where} is no JSON Schema: {error.message}"
            continue
        if not schema.get("description"):
            yield f"{where} has no description: say what it does and in which unit"
        if "default" in schema and not Draft202012Validator(schema).is_valid(schema["default"]):
            yield f"{where}: the default {schema['default']!r} lies outside its own schema"


def exactly_one_result(_: Path, operator: MediaOperator) -> Iterator[str]:
    """An operator without a result cannot be read or searched."""
    if operator.spec.result_output is None:
        yield f"{MANIFEST}: no output has result: true; add {{name: result, file: result.json, result: true}}"


def requests_are_declared(_: Path, operator: MediaOperator) -> Iterator[str]:
    """Both engines admit by requests; without a memory limit a run can take a node down."""
    resources = operator.spec.resources
    for name in ("cpu", "memory"):
        if name not in resources.requests:
            yield f"{MANIFEST}: spec.resources.requests.{name} is missing: say what one run needs"
    if "memory" not in resources.limits:
        yield f"{MANIFEST}: spec.resources.limits.memory is missing: say what one run must never exceed"


def readme_mentions_parameters(folder: Path, operator: MediaOperator) -> Iterator[str]:
    """The README's table speaks of every parameter."""
    text = text_of(folder / "README.md")
    for name in operator.spec.parameters:
        if text and not re.search(rf"\b{re.escape(name)}\b", text):
            yield f"README.md does not mention the parameter {name}"


def parameters_are_read(folder: Path, operator: MediaOperator) -> Iterator[str]:
    """What users can set has an effect."""
    for name in unread_in(folder, operator.spec):
        yield f"{MANIFEST}: spec.parameters.{name} is never read: no program in the folder and no kit names it"


def examples_match_outputs(folder: Path, operator: MediaOperator) -> Iterator[str]:
    """There is an example, and what stands in it is what the operator reads and writes."""
    cases = sorted(path for path in (folder / "examples").glob("*") if path.is_dir())
    if not cases:
        yield "examples/ is empty: add examples/<case>/in and out, they are test, documentation and stub"
    inputs = {each.name for each in operator.spec.inputs} | {PARAMETERS_FILE, CONTEXT_FILE, SERVER}
    outputs = {each.file for each in operator.spec.outputs} | {EXPECTATION}
    for case in cases:
        yield from _strangers(case / "in", inputs, TEST_MEDIA_SUFFIX)
        yield from _strangers(case / "out", outputs, "")
    required = {each.file for each in operator.spec.outputs if not each.optional and each.from_ is None}
    if cases and not (cases[0] / "out").is_dir():
        yield f"examples/{cases[0].name}/out is missing: the first example is what STUB=1 emits"
    elif cases:
        present = {path.name for path in (cases[0] / "out").iterdir()}
        for name in sorted(required - present):
            yield f"examples/{cases[0].name}/out has no {name}: the first example is what STUB=1 emits"


def moments_have_titles(folder: Path, operator: MediaOperator) -> Iterator[str]:
    """What people are shown of a result has a name: the examples have moments, and each of those has a title."""
    index, result = operator.spec.index, operator.spec.result_output
    if index is None or result is None or any(invalid_paths(index)):
        return
    paths = sorted(folder.glob(f"examples/*/out/{result.file}"))
    moments = [(path, moment) for path in paths for moment in whole_moments_of(_parsed(path), index)]
    if paths and not moments:
        yield f"{MANIFEST}: spec.index.list finds nothing in any example: name the list of items as results have it"
    for path in {path: None for path, moment in moments if not moment.title.strip()}:
        yield (
            f"{MANIFEST}: spec.index leaves moments of {path.relative_to(folder)} without a title: name a field "
            "that is always filled with spec.index.title, or what they are called without one with spec.index.untitled"
        )


def _parsed(path: Path) -> Any:
    """Return an example's result; nothing for what is not JSON, which the test of the examples says."""
    text = text_of(path)
    try:
        return [json.loads(line) for line in text.splitlines()] if path.suffix == ".ndjson" else json.loads(text)
    except ValueError:
        return None


def handlers_exist(folder: Path, operator: MediaOperator) -> Iterator[str]:
    """What was written for MIE names its handlers, and reaches the store that it was written for."""
    command = operator.spec.command
    if LAMBDA not in command:
        return
    for word in command[command.index(LAMBDA) + 1 :]:
        file = f"{word.rpartition('.')[0]}.py"
        if re.fullmatch(r"[A-Za-z_][\w/]*\.[A-Za-z_]\w*", word) and not (folder / file).is_file():
            yield f"{MANIFEST}: spec.command names {word}, but {file} is missing"
    if operator.spec.access.object_store == "None":
        yield (
            f"{MANIFEST}: spec.access.objectStore is None: code written for MIE reads and writes the store; "
            "set it to ReadWrite"
        )


def catalogue_accepts_it(_: Path, operator: MediaOperator) -> Iterator[str]:
    """The spec passes the controller's own checks; parameters have a rule of their own."""
    for problem in check_operator(operator.spec):
        if problem.reason != reasons.INVALID_PARAMETERS:
            yield f"{MANIFEST}: {problem}"


RULES: tuple[Rule, ...] = (
    name_is_the_folder_s,
    catalogue_accepts_it,
    required_files_exist,
    handlers_exist,
    parameters_are_described,
    exactly_one_result,
    requests_are_declared,
    readme_mentions_parameters,
    parameters_are_read,
    examples_match_outputs,
    moments_have_titles,
    project_can_be_read,
    pins_are_exact,
    libraries_exist,
    lock_is_of_the_project,
    base_is_one_of_ours,
    image_starts_from_base,
)


WITHOUT_CONTAINER: tuple[Rule, ...] = (
    name_is_the_folder_s,
    catalogue_accepts_it,
    parameters_are_described,
    exactly_one_result,
    readme_mentions_parameters,
)
"""The rules for an operator that waits for a person: there is nothing to build or to run."""


def _strangers(folder: Path, known: set[str], suffix: str) -> Iterator[str]:
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        name = path.name.removesuffix(suffix) if suffix else path.name
        if name not in known:
            yield f"{path.relative_to(folder.parents[2])}: {MANIFEST} knows no {name}, only {', '.join(sorted(known))}"
