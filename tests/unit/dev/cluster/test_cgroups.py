from pathlib import Path

import pytest

from dev.cluster import cgroups


@pytest.fixture
def version_1(tmp_path: Path) -> Path:
    for name in ("cpu,cpuacct", "cpuset"):
        (tmp_path / name).mkdir()
    (tmp_path / "cpu").symlink_to("cpu,cpuacct")
    (tmp_path / "cpuset" / "cpuset.cpus").write_text("0-1\n")
    return tmp_path


def test_version_1_has_one_cgroup_in_each_hierarchy(version_1: Path) -> None:
    cgroups.ensure(version_1)
    assert cgroups.left(version_1) == [f"{version_1}/cpu,cpuacct/media-insights", f"{version_1}/cpuset/media-insights"]


def test_version_2_has_one_cgroup_with_all_controllers(tmp_path: Path) -> None:
    (tmp_path / "cgroup.controllers").write_text("cpu memory\n")
    cgroups.ensure(tmp_path)
    assert cgroups.left(tmp_path) == [f"{tmp_path}/media-insights"]


def test_members_are_the_processes_of_all_pods_each_once(version_1: Path) -> None:
    for hierarchy in ("cpuset", "cpu,cpuacct"):
        pod = version_1 / hierarchy / "media-insights" / "kubepods" / "pod1"
        pod.mkdir(parents=True)
        (pod / "cgroup.procs").write_text("12\n34\n")
    (version_1 / "cpuset" / "cgroup.procs").write_text("1\n")
    assert cgroups.members(version_1) == [12, 34]


def test_removal_takes_the_whole_tree(version_1: Path) -> None:
    (version_1 / "cpuset" / "media-insights" / "kubepods" / "pod1").mkdir(parents=True)
    cgroups.remove(version_1)
    assert cgroups.left(version_1) == []
