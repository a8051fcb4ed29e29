"""A tenant's namespace holds just what a run needs, all of it marked as ours and all of it named once."""

import re
from pathlib import Path
from typing import Any

from media_insights.compile.namespace import NamespaceFacts, compile_namespace
from media_insights.compile.settings import CompileSettings
from media_insights.compile.workflow import compile_workflow
from media_insights.domain.sources import tenancy
from media_insights.domain.store_address import StoreAddress
from tests.unit.builders import plan

STORE = StoreAddress.of("http://s3.media.svc:7070", bucket="videos")
PACKAGE = Path(tenancy.__file__).parents[2]


def objects(**more: Any) -> dict[tuple[str, str], Any]:
    facts = NamespaceFacts(namespace="newsroom", store=STORE, **more)
    return {(each["kind"], each["metadata"]["name"]): each for each in compile_namespace(facts)}


def test_everything_is_in_the_namespace_and_ours() -> None:
    for manifest in objects().values():
        assert manifest["metadata"]["namespace"] == "newsroom"
        assert manifest["metadata"]["labels"] == {"app.kubernetes.io/managed-by": "media-insights"}


def test_a_run_needs_these_objects_in_this_order() -> None:
    assert [f"{kind} {name}" for kind, name in objects()] == [
        "ServiceAccount media-insights-operator",
        "ServiceAccount media-insights-executor",
        "Secret media-insights-executor.service-account-token",
        "Role media-insights-executor",
        "RoleBinding media-insights-executor",
        "NetworkPolicy media-insights-operator",
        "NetworkPolicy media-insights-operator-egress",
    ]


def test_what_a_workflow_asks_for_is_what_its_namespace_holds() -> None:
    spec, held = compile_workflow(plan(), CompileSettings(store=STORE))["spec"], objects()
    assert ("ServiceAccount", spec["serviceAccountName"]) in held
    assert ("ServiceAccount", spec["executor"]["serviceAccountName"]) in held


def test_names_of_a_namespace_s_objects_are_written_once() -> None:
    names = {
        value for name, value in vars(tenancy).items() if name.isupper() and str(value).startswith("media-insight")
    }
    written = re.compile("|".join(f'"{re.escape(name)}"' for name in names))
    elsewhere = [
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if path != Path(tenancy.__file__) and written.search(path.read_text("utf-8"))
    ]
    assert elsewhere == []
