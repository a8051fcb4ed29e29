"""The shape of the repository, where getting it wrong breaks something far away."""

import operator as standard_operator
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_the_folder_operator_is_no_package() -> None:
    """An __init__.py there would shadow the standard library's ``operator`` for everything run from the root."""
    assert not (ROOT / "operator/__init__.py").exists()
    assert Path(standard_operator.__file__).parent != ROOT


def test_every_verb_of_the_readme_exists() -> None:
    makefiles = [ROOT / "Makefile", ROOT / "dev/cluster/cluster.mk", ROOT / "dev/images/images.mk"]
    verbs = {line.split(":")[0] for file in makefiles for line in file.read_text("utf-8").splitlines() if ":" in line}
    commands = [line for line in (ROOT / "README.md").read_text("utf-8").splitlines() if line.startswith("make ")]
    named = {word for line in commands for word in line.split("#")[0].split()[1:] if "=" not in word}
    assert commands
    assert named <= verbs
