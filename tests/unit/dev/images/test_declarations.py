from pathlib import Path

from dev.images import declarations
from dev.images.declarations import Declaration


def test_an_operator_says_what_is_special_about_its_image_in_its_project(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        '[tool.media-insights.image]\nbase = "vision"\nleave-out = ["models/*.onnx"]\nkeep = ["numpy/tests/data/*"]\n'
        "megabytes = 700\n"
    )
    assert declarations.of(tmp_path) == Declaration("vision", ("models/*.onnx",), ("numpy/tests/data/*",), 700)


def test_it_need_not_say_anything(tmp_path: Path) -> None:
    assert declarations.of(None) == declarations.of(tmp_path) == Declaration()
    (tmp_path / "pyproject.toml").write_text("[project]\nname = 'words'\n")
    assert declarations.of(tmp_path) == Declaration()
