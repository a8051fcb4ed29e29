"""The program before ``argoexec wait``: whatever Argo's process finds in /out once it may look has been examined.

The program and what stands for argoexec are real processes, on folders that stand for those of a pod.
"""

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from dev.images import programs
from dev.images.places import CHECKOUT

SOURCE = CHECKOUT / "operator" / "guard" / "argoexec.c"
ARGOEXEC = """#!/bin/sh
echo "$$ $*"
until [ -e "{exitcode}" ]; do sleep 0.02; done
cat "{exitcode}"
"""


class Pod:
    """The folders that the wait container of a pod has, and the program in it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.out = root / "mainctrfs/out"
        self.main = root / "var/run/argo/ctr/main"
        self.out.mkdir(parents=True)
        (root / "var/run/argo").mkdir(parents=True)
        programs.build(SOURCE, root / "argoexec", defines=[f'ROOT="{root}"'])
        (root / "bin").mkdir()
        argoexec = root / "bin/argoexec"
        argoexec.write_text(ARGOEXEC.format(exitcode=self.main / "exitcode"))
        argoexec.chmod(0o755)

    def start(self, *arguments: str, path: str | None = None) -> "subprocess.Popen[str]":
        """Start the program as a container runtime does, found by its name on the PATH."""
        usual = f"{self.root}:{self.root}/none:{self.root}/bin:{os.environ['PATH']}"
        command, environment = ["argoexec", *arguments], {"PATH": path or usual}
        return subprocess.Popen(
            command,
            executable=self.root / "argoexec",
            env=environment,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def end(self) -> tuple[list[str], str]:
        """Let main end as Argo's emissary does, and return what argoexec then said, and the program."""
        waiting = self.start("wait", "--loglevel", "info")
        assert waiting.stdout
        first = waiting.stdout.readline().strip()
        assert first == f"{waiting.pid} wait --loglevel info", "argoexec is the process that was started"
        assert not (self.main / "exitcode").exists()
        (self.out / ".exitcode").write_text("0")  # what main has as /out/.exitcode
        said, refused = waiting.communicate(timeout=30)
        assert waiting.returncode == 0
        return said.split(), refused


@pytest.fixture
def pod(tmp_path: Path) -> Pod:
    return Pod(tmp_path)


def test_files_and_folders_stay_as_they_are(pod: Pod) -> None:
    (pod.out / "result.json").write_text("{}")
    (pod.out / "empty").touch()
    os.link(pod.out / "result.json", pod.out / "twice.json")
    (pod.out / "folder").mkdir()
    (pod.out / "folder/inner").symlink_to("/etc/hostname")
    assert pod.end() == (["0"], "")
    assert sorted(path.name for path in pod.out.iterdir() if path.name[0] != ".") == [
        "empty",
        "folder",
        "result.json",
        "twice.json",
    ]


def _links(target: str) -> Callable[[Path], None]:
    return lambda path: path.symlink_to(target)


@pytest.mark.parametrize(
    "make",
    [
        _links("/etc/hostname"),
        _links("other.json"),
        _links("/none/such"),
        _links("result.json"),
        _links("folder"),
        os.mkfifo,
    ],
    ids=["a public file", "its own output", "nothing", "itself", "a folder", "a pipe"],
)
def test_what_is_no_file_becomes_a_link_that_leads_nowhere(pod: Pod, make: Callable[[Path], None]) -> None:
    (pod.out / "other.json").write_text("{}")
    (pod.out / "folder").mkdir()
    make(pod.out / "result.json")
    said, _ = pod.end()
    assert said == ["0"]
    assert (pod.out / "result.json").readlink() == Path("result.json"), "argoexec: too many levels of symbolic links"
    assert (pod.out / "other.json").read_text() == "{}"


def test_what_is_refused_is_told_in_the_log_of_the_container(pod: Pod) -> None:
    (pod.out / "résumé.json").symlink_to("/etc/hostname")
    _, refused = pod.end()
    assert refused == f"{pod.out}/résumé.json: no file of its own; an output must be one\n"


def test_a_word_that_is_a_link_is_none(pod: Pod) -> None:
    (pod.out / ".cpu").symlink_to("/etc/hostname")
    pod.end()
    assert not os.path.lexists(pod.out / ".cpu")


def test_a_thousand_links_are_examined(pod: Pod) -> None:
    for number in range(1000):
        (pod.out / f"{number}-{'x' * 200}").symlink_to("/etc/hostname")
    pod.end()
    assert {path.readlink().name == path.name for path in pod.out.iterdir() if path.is_symlink()} == {True}


def test_an_exit_code_that_comes_another_way_is_no_less_examined(pod: Pod) -> None:
    (pod.out / "result.json").symlink_to("/etc/hostname")
    waiting = pod.start("wait")
    assert waiting.stdout
    waiting.stdout.readline()
    (pod.main / "new").write_text("0")
    (pod.main / "new").rename(pod.main / "exitcode")
    waiting.communicate(timeout=30)
    until = time.monotonic() + 30
    while (pod.out / "result.json").readlink() != Path("result.json"):
        assert time.monotonic() < until, "the link still leads to another file"


def test_what_ended_before_the_container_began_is_examined_before_argoexec_begins(pod: Pod) -> None:
    (pod.out / "result.json").symlink_to("/etc/hostname")
    pod.main.mkdir(parents=True)
    (pod.main / "exitcode").write_text("0")
    waiting = pod.start("wait")
    assert waiting.stdout
    waiting.stdout.readline()
    assert (pod.out / "result.json").readlink() == Path("result.json")
    assert waiting.stdout.read() == "0"
    waiting.communicate(timeout=30)


def test_only_wait_is_held(pod: Pod) -> None:
    pod.main.mkdir(parents=True)
    (pod.main / "exitcode").write_text("0")
    other = pod.start("supervisor")
    said, refused = other.communicate(timeout=30)
    assert (said.split(), refused) == ([str(other.pid), "supervisor", "0"], "")
    assert not (pod.main / "exitcode").is_symlink()


def test_without_argoexec_on_the_path_it_says_so(pod: Pod) -> None:
    alone = pod.start("init", path=f"{pod.root}:{pod.root}/none")
    _, refused = alone.communicate(timeout=30)
    assert (alone.returncode, refused) == (127, "argoexec is in no folder of PATH\n")


def test_it_is_a_few_kilobytes(pod: Pod) -> None:
    assert (pod.root / "argoexec").stat().st_size < 8192, "each run's Secret holds it"
