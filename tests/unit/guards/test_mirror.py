"""Every module of the layers that decide and act has its specification: ``tests/unit/<same path>/test_<module>.py``."""

from pathlib import Path

from tests.unit.guards.code import PACKAGE, ROOT, assert_only, exceptions, modules, name

LAYERS = ("domain", "actions", "controller", "compile", "storage", "kube", "runtime")


def mirror(module: Path) -> Path:
    return ROOT / "tests/unit" / module.relative_to(PACKAGE).with_name(f"test_{module.stem}.py")


def test_every_module_has_its_test_file() -> None:
    missing = {name(path) for layer in LAYERS for path in modules(layer) if not mirror(path).is_file()}
    assert_only(missing, exceptions("untested-modules.txt"), "modules without their mirrored test file")


def test_no_test_file_mirrors_a_module_that_is_gone() -> None:
    """A renamed module takes its tests along."""
    gone = [
        name(path)
        for layer in LAYERS
        for path in (ROOT / "tests/unit" / layer).rglob("test_*.py")
        if not (PACKAGE / path.relative_to(ROOT / "tests/unit")).with_name(path.name.removeprefix("test_")).is_file()
    ]
    assert_only(set(gone), exceptions("tests-by-concept.txt"), "test files that mirror no module")
