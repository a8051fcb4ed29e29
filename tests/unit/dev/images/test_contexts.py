from dataclasses import replace
from pathlib import Path

from dev.images import contexts
from dev.images.image_specs import ImageSpec


def _spec(root: Path) -> ImageSpec:
    (root / "op/tests").mkdir(parents=True)
    (root / "op/main.py").write_text("pass")
    (root / "Dockerfile").write_text("FROM x")
    (root / "op/tests/test_main.py").touch()
    (root / "models").mkdir()
    (root / "models/m.onnx").write_bytes(b"weights")
    return ImageSpec("op", root / "Dockerfile", "python", None, (("", root / "op"), ("models", root / "models")))


def _files(context: Path) -> list[str]:
    return sorted(str(path.relative_to(context)) for path in context.rglob("*") if path.is_file())


def test_holds_the_recipe_and_its_models_and_no_tests(tmp_path: Path) -> None:
    context = contexts.assemble(_spec(tmp_path), [], tmp_path / "context")
    assert _files(context) == ["Dockerfile", "main.py", "models/m.onnx"]
    assert (context / "Dockerfile").read_text() == "FROM x"


def test_a_folder_s_own_dockerfile_stays(tmp_path: Path) -> None:
    spec = _spec(tmp_path)
    (tmp_path / "op/Dockerfile").write_text("FROM y")
    context = contexts.assemble(replace(spec, dockerfile=tmp_path / "op/Dockerfile"), [], tmp_path / "context")
    assert (context / "Dockerfile").read_text() == "FROM y"


def test_libraries_that_share_a_namespace_lie_in_one_folder(tmp_path: Path) -> None:
    for name in ("video", "text"):
        (tmp_path / name / "kits" / name).mkdir(parents=True)
        (tmp_path / name / "kits" / name / "module.py").touch()
    folders = (("libraries/kits", tmp_path / "video/kits"), ("libraries/kits", tmp_path / "text/kits"))
    context = contexts.assemble(replace(_spec(tmp_path), folders=folders), [], tmp_path / "context")
    assert _files(context / "libraries") == ["kits/text/module.py", "kits/video/module.py"]


def test_every_folder_that_a_dockerfile_may_copy_is_there(tmp_path: Path) -> None:
    context = contexts.assemble(_spec(tmp_path), [], tmp_path / "context")
    assert all((context / name).is_dir() for name in ("site-packages", "libraries", "models", "examples"))


def test_leaves_nothing_of_an_earlier_context(tmp_path: Path) -> None:
    spec = _spec(tmp_path)
    contexts.assemble(spec, [], tmp_path / "context")
    (tmp_path / "op/main.py").rename(tmp_path / "op/other.py")
    assert "main.py" not in _files(contexts.assemble(spec, [], tmp_path / "context"))


def test_a_file_that_only_its_owner_may_read_is_readable_in_the_image(tmp_path: Path) -> None:
    spec = _spec(tmp_path)
    (tmp_path / "models/m.onnx").chmod(0o600)
    context = contexts.assemble(spec, [], tmp_path / "context")
    assert (context / "models/m.onnx").stat().st_mode & 0o777 == 0o644
    assert (tmp_path / "models/m.onnx").stat().st_mode & 0o777 == 0o600
