"""What an operator reaches without a cluster is what its catalogue entry says, and no more."""

from pathlib import Path

import pytest

from media_insights.api.v1alpha1.operator_needs import Access, SecretKeys
from media_insights.catalogue.operator_folders import LocalOperator
from media_insights.domain.planning.plan import Step, WiredInput
from media_insights.local import access
from media_insights.local.container_engines import ContainerEngine
from media_insights.local.containers import Containers
from media_insights.local.named_files import NamedFiles
from media_insights.local.processes import Processes
from media_insights.local.sandboxes import Sandbox
from media_insights.storage.folder import FolderStore
from tests.unit.builders import operator

NOTHING = Access()
SECRET = SecretKeys(name="my-endpoint", keys=("ENDPOINT_KEY",))
ALL = Access(network="Egress", secret=SECRET, object_store="ReadWrite")


@pytest.fixture
def sandbox(tmp_path: Path) -> Sandbox:
    made = Sandbox(root=tmp_path / "run/x-1", log=tmp_path / "log", store=tmp_path / "results", prefix="private/x/")
    for folder in (made.inputs, made.outputs):
        folder.mkdir(parents=True)
    made.reason_file.touch()
    made.progress_file.touch()
    return made


def test_only_keys_that_are_declared_are_read_from_the_caller_s_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENDPOINT_KEY", "hidden")
    monkeypatch.setenv("PYTHONPATH", "/in/text")
    assert "PYTHONPATH" not in access.inherited_variables(ALL, ["PATH"])
    assert "ENDPOINT_KEY" not in access.inherited_variables(NOTHING, ["PATH"])
    assert access.inherited_variables(ALL, ["PATH"])["ENDPOINT_KEY"] == "hidden"
    assert access.inherited_variables(ALL, [])["MEDIA_INSIGHTS_SECRET"] == "my-endpoint"


def test_only_who_asks_for_the_store_is_told_where_it_is(sandbox: Sandbox) -> None:
    assert access.store_of(NOTHING, sandbox) == {}
    told = access.store_of(ALL, sandbox)
    assert told["MEDIA_INSIGHTS_STORE"] == str(sandbox.store)
    assert told["MEDIA_INSIGHTS_PREFIX"] == "private/x/"


def command(sandbox: Sandbox, reach: Access) -> list[str]:
    spec = operator("x", "Text", image="r/x:t").model_copy(update={"access": reach})
    step = Step(name="x", operator="x", stage="one", result_name="x", spec=spec, parameters={})
    found = {"x": LocalOperator(folder=sandbox.root, name="x", spec=spec)}
    containers = Containers(operators=found, engine=ContainerEngine(program="podman"), cache=sandbox.root)
    return list(containers.launch(step, sandbox, 1).command)


def test_a_container_has_no_network_and_no_store_unless_it_is_declared(
    sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "my-endpoint.env").write_text("ENDPOINT_KEY=hidden\n")
    closed, opened = command(sandbox, NOTHING), command(sandbox, ALL)
    assert "none" in closed
    assert not any(word.endswith((":/store", ".env")) for word in closed)
    assert "none" not in opened
    assert f"{sandbox.store}:/store" in opened
    assert str(tmp_path / "my-endpoint.env") in opened


def test_variables_of_the_operator_reach_a_process_with_places_of_its_own_folder(sandbox: Sandbox) -> None:
    own = [{"name": "NLTK_DATA", "value": "/app/nltk_data"}, {"name": "MOST", "parameter": "most"}]
    spec = operator("x", "Text", environment=own, parameters={"most": {"type": "integer"}})
    step = Step(name="x", operator="x", stage="one", result_name="x", spec=spec, parameters={"most": 7})
    folder = sandbox.root / "x"
    processes = Processes(operators={"x": LocalOperator(folder=folder, name="x", spec=spec)}, cache=sandbox.root)
    environment = processes.launch(step, sandbox, 1).environment
    assert (environment["NLTK_DATA"], environment["MOST"]) == (str(folder / "nltk_data"), "7")
    assert environment["HOME"] == str(sandbox.temporary)


def wired(key: str, bucket: str = "media-insights", collection: str = "") -> WiredInput:
    return WiredInput(name="terms", key=key, bucket=bucket, parameter="terms", collection=collection)


def test_a_named_file_is_beside_the_manifest_or_in_the_results(tmp_path: Path) -> None:
    store, base = FolderStore(tmp_path / "results"), tmp_path / "manifests"
    base.mkdir()
    files = NamedFiles(store, base)
    store.put("public/upload/terms.csv", b"from the store")
    assert files.path(wired("public/upload/terms.csv")).read_bytes() == b"from the store"
    (base / "terms.csv").write_bytes(b"beside")
    assert files.path(wired("public/upload/terms.csv")).read_bytes() == b"beside"
    assert files.path(wired(str(base / "terms.csv"))).read_bytes() == b"beside"
    assert not files.path(wired("nothing.csv")).exists()


def test_a_collection_is_only_in_the_results(tmp_path: Path) -> None:
    (tmp_path / "collection.json").write_text("{}")
    key = "private/local/collections/faces/staff/collection.json"
    assert not NamedFiles(FolderStore(tmp_path / "results"), tmp_path).path(wired(key, collection="faces")).exists()
