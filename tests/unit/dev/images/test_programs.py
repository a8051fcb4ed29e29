from pathlib import Path

import pytest

from dev.cluster.errors import ClusterError
from dev.images import contexts, programs
from dev.images.image_specs import CONTROLLER, ImageSpec, products
from dev.images.places import CHECKOUT, Places

ENDS = "void _start(void) { __builtin_trap(); }"


def test_a_context_holds_the_program_in_place_of_its_source(tmp_path: Path) -> None:
    spec = products(Places(CHECKOUT, tmp_path))[CONTROLLER]
    folders = tuple(each for each in spec.folders if each[0] == "")
    context = contexts.assemble(ImageSpec("c", spec.dockerfile, "python", None, folders), [], tmp_path / "context")
    assert [path.name for path in (context / "guard").iterdir()] == ["argoexec"]
    assert (context / "guard/argoexec").stat().st_mode & 0o555 == 0o555
    assert (context / "guard/argoexec").read_bytes()[:4] == b"\x7fELF"
    assert (CHECKOUT / "operator/guard/argoexec.c").exists()


def test_the_same_source_gives_the_same_bytes_wherever_it_lies(tmp_path: Path) -> None:
    for place in ("one", "another"):
        (tmp_path / place).mkdir()
        (tmp_path / place / f"{place}.c").write_text(ENDS)
        programs.build(tmp_path / place / f"{place}.c", tmp_path / place / "program")
    assert (tmp_path / "one/program").read_bytes() == (tmp_path / "another/program").read_bytes()


def test_a_source_that_does_not_compile_is_told_with_what_the_compiler_says(tmp_path: Path) -> None:
    (tmp_path / "x.c").write_text("void _start(void) { undeclared(); }")
    with pytest.raises(ClusterError, match="undeclared"):
        programs.build(tmp_path / "x.c", tmp_path / "x")
