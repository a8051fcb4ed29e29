"""Scenarios as data, and what an engine is asked to show: the one thing that an adapter has to fill in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

import yaml

from media_insights.api.v1alpha1 import MediaOperator
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.catalogue.model_digests import digest_of_models

HERE = Path(__file__).parent
TEST_OPERATOR = HERE.parent / "operators-images/test-operator"
TEXT = "Some words about nothing in particular.\n"
"""The file that every scenario analyses."""


MODELS = HERE / "models"
"""The folder that is mounted where an operator has a ``modelSource``: on a cluster, the content of its claim."""
TERMS = "cloud = nuage\n"
"""Content of the file ``conformance-terms.txt`` among a namespace's uploads, which some scenarios name."""
WAITS = "test-wait"
"""The operator whose result a person gives."""


@dataclass(frozen=True)
class Scenario:
    """One row of the semantics."""

    name: str
    workflow: Manifest
    expect: Manifest
    configuration: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    cancel: str = ""
    resume: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True)
class Observed:
    """What an engine did."""

    state: str = ""
    message: str = ""
    operators: Mapping[str, Manifest] = field(default_factory=dict)
    """Name → status, message, attempts."""
    stored: Mapping[str, Any] = field(default_factory=dict)
    """File of the execution, besides plan.json → its content, parsed."""
    refused: str = ""
    media: Manifest = field(default_factory=dict)
    """The asset's ``status.media``."""


class Engine(Protocol):
    """An engine under test."""

    def run(self, scenario: Scenario) -> Observed:
        """Run a scenario to its end."""


def scenarios(namespace: str = "local") -> list[Scenario]:
    """Return all scenarios, with keys of a namespace's uploads."""
    text = _read("scenarios.yaml").replace("upload/NAMESPACE/", f"upload/{namespace}/")
    return [Scenario(**entry) for entry in yaml.safe_load(text)]


def operators() -> list[MediaOperator]:
    """Return the test operator and its variants, all of the same image."""
    original = yaml.safe_load((TEST_OPERATOR / "operator.yaml").read_text(encoding="utf-8"))
    variants = yaml.safe_load(_read("operators.yaml"))
    return [
        MediaOperator.model_validate(original | {"metadata": {"name": name}, "spec": original["spec"] | changes})
        for name, changes in {"test-operator": {}, **variants}.items()
    ]


def _read(name: str) -> str:
    return (HERE / name).read_text(encoding="utf-8").replace("DIGEST", digest_of_models(MODELS))


def check(scenario: Scenario, observed: Observed) -> None:
    """Compare what was seen with what is expected; every difference fails with the whole observation."""
    expect = scenario.expect
    if "refused" in expect:
        # the asset's configuration stands in its list of workflows, an embedded run has one
        said = observed.refused.replace("spec.workflows[0].configuration", "spec.configuration")
        assert said == expect["refused"], observed
        return
    assert observed.refused == "", observed
    assert observed.state == expect["state"], observed
    assert observed.message == expect.get("message", observed.message), observed
    for name, wanted in expect.get("operators", {}).items():
        _check_operator(wanted, observed.operators[name])
    for name, found in observed.operators.items():
        _check_cost(name, found)
    media = expect.get("media", {})
    assert {name: observed.media.get(name) for name in media} == media, observed
    if "stored" in expect:
        assert sorted(observed.stored) == sorted(expect["stored"]), observed
    for file, values in expect.get("results", {}).items():
        found = observed.stored[file]
        assert {key: found[key] for key in values} == values


def _check_cost(name: str, found: Manifest) -> None:
    """An operator that was started and ended by itself says what it used; nothing that did not compute does."""
    cost = found.get("cost", {})
    if "startedAt" not in found or found["status"] == "Skipped" or name == WAITS:
        assert cost == {}, found
    elif found["status"] == "Complete" and found["attempts"]:
        assert cost["cpuSeconds"] > 0, found
        assert cost["bytesWritten"] >= found.get("bytes", 0), found


def _check_operator(wanted: Manifest, found: Manifest) -> None:
    assert found["status"] == wanted["status"], found
    assert found["message"] == wanted.get("message", found["message"]), found
    if "attempts" in wanted:
        assert found["attempts"] == wanted["attempts"], found
