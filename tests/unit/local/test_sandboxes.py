"""What the embedded engine takes out of ``/out``: files of the operator's own, and nothing through a link."""

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from media_insights.domain.planning.plan import Step
from media_insights.local.sandboxes import store_outputs
from media_insights.storage.folder import FolderStore
from tests.unit.builders import plan


def step(*, optional: bool) -> Step:
    """Return a step with a result and a further output."""
    found = plan("prepare: proxy").step("proxy")
    result = next(each for each in found.outputs if each.result)
    more = next(each for each in found.outputs if not each.result)
    return replace(found, outputs=(result, replace(more, file="more.bin", optional=optional)))


def link_to(target: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(target)


IN_THE_PLACE_OF_AN_OUTPUT: dict[str, Callable[[Path], None]] = {
    "a link to its own file": link_to("beside"),
    "a link to a file of the machine": link_to("/etc/hostname"),
    "a link to a folder": link_to("."),
    "a link to nothing": link_to("/none/such"),
    "a folder": Path.mkdir,
    "a pipe": os.mkfifo,
}


@pytest.mark.parametrize("is_optional", [False, True], ids=["required", "optional"])
@pytest.mark.parametrize("make", IN_THE_PLACE_OF_AN_OUTPUT.values(), ids=IN_THE_PLACE_OF_AN_OUTPUT)
def test_only_a_file_is_an_output(
    tmp_path: Path,
    make: Callable[[Path], None],
    is_optional: bool,  # noqa: FBT001 - a row
) -> None:
    outputs, store = tmp_path / "out", FolderStore(tmp_path / "store")
    outputs.mkdir()
    (outputs / "beside").write_bytes(b"its own")
    (outputs / "result.json").write_bytes(b"{}")
    make(outputs / "more.bin")
    assert store_outputs(outputs, step(optional=is_optional), store) == "more.bin"
    assert not (tmp_path / "store").exists()


def test_an_optional_output_may_be_missing_and_a_required_one_may_not(tmp_path: Path) -> None:
    outputs, store = tmp_path / "out", FolderStore(tmp_path / "store")
    outputs.mkdir()
    (outputs / "result.json").write_bytes(b"{}")
    assert store_outputs(outputs, step(optional=False), store) == "more.bin"
    wanted = step(optional=True)
    assert store_outputs(outputs, wanted, store) == ""
    assert [info.key for info in store.list("private/")] == [wanted.outputs[0].key]
