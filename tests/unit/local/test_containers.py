"""Which images, which engine and which command line ``--containers`` comes to; tests/containers runs them for real."""

import errno
import os
import resource
import stat
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from media_insights.api.v1alpha1.operator_needs import Resources
from media_insights.catalogue.built_images import BuiltImages, images_of
from media_insights.catalogue.operator_folders import Catalogue, LocalOperator, with_models
from media_insights.catalogue.problems import NotReady, Unusable, not_started
from media_insights.domain.planning.plan import Step
from media_insights.local import container_engines
from media_insights.local.container_engines import ContainerEngine, container_engine
from media_insights.local.containers import Containers
from media_insights.local.sandboxes import Sandbox
from tests.unit.builders import operator

BUILT = BuiltImages(built={"proxy": "localhost/media-insights/proxy:abc"})
REGISTRY = BuiltImages(registry="registry.example/mi", tag="v1")


@pytest.mark.parametrize(
    ("images", "image", "reference"),
    [
        (BUILT, "proxy", "localhost/media-insights/proxy:abc"),
        (BUILT, "captions", ""),
        (BUILT, "ghcr.io/someone/own:2", "ghcr.io/someone/own:2"),
        (BUILT, "own:2", "own:2"),
        (BUILT, "ghcr.io/someone/own@sha256:0", "ghcr.io/someone/own@sha256:0"),
        (REGISTRY, "proxy", "registry.example/mi/proxy:v1"),
        (REGISTRY, "ghcr.io/someone/own:2", "ghcr.io/someone/own:2"),
    ],
)
def test_an_image_is_what_was_built_or_what_a_registry_has(images: BuiltImages, image: str, reference: str) -> None:
    assert images.reference(image) == reference


def test_the_list_that_make_images_writes_is_read(tmp_path: Path) -> None:
    assert images_of(tmp_path) == BuiltImages()
    (tmp_path / "images").mkdir()
    (tmp_path / "images/images.yaml").write_text(
        '# JSON\n{"operators": {"images": {"proxy": "localhost/x/proxy:1"}}}\n'
    )
    assert images_of(tmp_path).reference("proxy") == "localhost/x/proxy:1"
    assert images_of(tmp_path, "r/", "").reference("proxy") == "r/proxy:latest"


def test_a_damaged_list_and_a_tag_of_no_registry_are_refused(tmp_path: Path) -> None:
    (tmp_path / "images").mkdir()
    (tmp_path / "images/images.yaml").write_text("[]")
    with pytest.raises(Unusable, match="write it again with make images"):
        images_of(tmp_path)
    with pytest.raises(Unusable, match="add --registry"):
        images_of(tmp_path, tag="v1")


def local(name: str, image: str, digest: str = "@sha256:0") -> LocalOperator:
    return LocalOperator(folder=Path(), name=name, spec=operator(name, "Text", image=image + digest), image=image)


def test_a_plan_names_the_image_in_full_and_the_operator_s_folder() -> None:
    found = Catalogue(
        operators={"proxy": local("proxy", "proxy"), "captions": local("captions", "captions")}, workflows={}
    )

    named = BUILT.with_references(found).operators

    assert named["proxy"].spec.image == "localhost/media-insights/proxy:abc@sha256:0"
    assert named["proxy"].image == "localhost/media-insights/proxy:abc"
    assert named["captions"] == found.operators["captions"], "it matters only to a workflow that needs it"


Programs = Callable[[Mapping[str, str]], None]


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Programs:
    """Put scripts on an otherwise empty PATH."""

    def put(scripts: Mapping[str, str]) -> None:
        folder = tmp_path / "bin"
        folder.mkdir()
        for name, script in scripts.items():
            (folder / name).write_text(f"#!/bin/sh\n{script}\n")
            (folder / name).chmod(0o755)
        monkeypatch.setenv("PATH", str(folder))

    return put


def test_without_any_engine_it_is_said_what_is_needed(programs: Programs, tmp_path: Path) -> None:
    programs({})
    with pytest.raises(NotReady, match=r"podman or docker on the PATH; without the option nothing is needed"):
        container_engine(tmp_path, own_store=False)


def test_an_engine_whose_service_does_not_answer_is_named_with_its_words(programs: Programs, tmp_path: Path) -> None:
    programs({"docker": "echo 'Cannot connect to the Docker daemon' >&2; exit 1"})
    with pytest.raises(NotReady, match=r"docker does not answer: Cannot connect to the Docker.*Start its service"):
        container_engine(tmp_path, own_store=False)


def test_podman_comes_first_and_docker_where_podman_does_not_answer(programs: Programs, tmp_path: Path) -> None:
    programs({"docker": "exit 0", "podman": "exit 0"})
    assert container_engine(tmp_path, own_store=True).program == "podman"
    (tmp_path / "bin/podman").write_text("#!/bin/sh\nexit 125\n")
    assert container_engine(tmp_path, own_store=True) == ContainerEngine(program="docker")


@pytest.mark.parametrize("driver", ["overlay", "vfs"])
def test_podman_reads_what_buildah_built_in_place(programs: Programs, tmp_path: Path, driver: str) -> None:
    programs({"podman": "exit 0"})
    (tmp_path / f"images/storage/{driver}-images").mkdir(parents=True)

    ours, theirs = container_engine(tmp_path, own_store=False), container_engine(tmp_path, own_store=True)

    assert ours.options[:4] == ("--root", f"{tmp_path}/images/storage", "--storage-driver", driver)
    assert "--root" not in theirs.options


@pytest.mark.parametrize(("home", "kept"), [("/root", True), ("/home/a-user-of-long-name", False)])
def test_podman_is_given_no_longer_run_root_than_it_takes(home: str, kept: bool) -> None:  # noqa: FBT001 - a row
    run_root = Path(home) / ".cache/media-insights/images/storage/run"
    assert container_engines._run_root(run_root) == (("--runroot", str(run_root)) if kept else ())


def test_podman_is_asked_for_no_more_than_this_user_may_have(programs: Programs, tmp_path: Path) -> None:
    programs({"podman": "exit 0"})
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    wanted = (
        container_engines.HARD_NOFILE if hard == resource.RLIM_INFINITY else min(hard, container_engines.HARD_NOFILE)
    )
    assert f"nofile={wanted}:{wanted}" in container_engine(tmp_path, own_store=True).running


@pytest.fixture
def sandbox(tmp_path: Path) -> Sandbox:
    made = Sandbox(root=tmp_path / "run/x-1", log=tmp_path / "log")
    for folder in (made.inputs, made.outputs):
        folder.mkdir(parents=True)
    for file in (made.reason_file, made.progress_file, made.inputs / "parameters.json"):
        file.touch()
    return made


def step(image: str = "localhost/media-insights/x:1") -> tuple[Step, Containers]:
    spec = operator("x", "Text", image=image)
    engine = ContainerEngine(program="podman", options=("--root", "/r"), running=("--ulimit", "nofile=9:9"))
    found = {"x": LocalOperator(folder=Path(), name="x", spec=spec, image=image)}
    one = Step(name="x", operator="x", stage="one", result_name="x", spec=spec, parameters={})
    return one, Containers(operators=found, engine=engine, cache=Path("/c"), user=0)


def test_a_container_is_confined_and_can_be_removed_by_its_name(sandbox: Sandbox) -> None:
    one, containers = step()

    launch = containers.launch(one, sandbox, 2)

    words = " ".join(launch.command)
    assert launch.command[:4] == ("podman", "--root", "/r", "run")
    for wanted in ("--network none", "--read-only", "--cap-drop ALL", "no-new-privileges", "--ulimit nofile=9:9"):
        assert wanted in words
    assert "--user 65532:65532" in words
    assert f"--volume {sandbox.inputs}/parameters.json:/in/parameters.json:ro" in words
    assert launch.stop[:4] == ("podman", "--root", "/r", "rm")
    assert launch.stop[-1] == launch.command[launch.command.index("--name") + 1]


def test_whoever_is_not_root_owns_what_the_container_writes(sandbox: Sandbox) -> None:
    one, containers = step()
    containers.user = 1000
    words = " ".join(containers.launch(one, sandbox, 2).command)
    assert f"--userns keep-id --user 1000:{os.getegid()}" in words


def test_a_file_that_the_images_user_cannot_read_is_refused_with_its_name(sandbox: Sandbox, tmp_path: Path) -> None:
    film = tmp_path / "film.mp4"
    film.touch(mode=stat.S_IRUSR)
    film.chmod(stat.S_IRUSR)
    (sandbox.inputs / "source").symlink_to(film)
    one, containers = step()
    with pytest.raises(NotReady, match=r"film\.mp4 may be read by its owner only"):
        containers.launch(one, sandbox, 2)


@pytest.fixture
def items(sandbox: Sandbox) -> Path:
    for name in ("0", "1"):
        (sandbox.inputs / "items" / name).mkdir(parents=True, mode=0o700)
        (sandbox.inputs / "items" / name / "context.json").touch(mode=0o600)
    return sandbox.inputs / "items"


def test_many_items_are_one_mount_in_which_nothing_is_a_link(sandbox: Sandbox, items: Path, tmp_path: Path) -> None:
    film = tmp_path / "film.mp4"
    film.write_bytes(b"film")
    (items / "1/source").symlink_to(film)
    one, containers = step()

    words = " ".join(containers.launch(one, sandbox, 2).command)

    assert f"--volume {items}:/in/items:ro" in words
    assert words.count(f"--volume {sandbox.inputs}") == 2, "the parameters are the other"
    given = items / "1/source"
    assert (given.is_symlink(), given.read_bytes(), given.stat().st_ino) == (False, b"film", film.stat().st_ino)
    read_by_all = {path.name for path in [items, *items.rglob("*")] if path.stat().st_mode & stat.S_IROTH}
    assert read_by_all == {"items", "0", "1", "context.json", "source"}


def test_what_only_its_owner_may_read_is_read_by_the_container_and_by_nobody_else(
    sandbox: Sandbox, items: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    owners: dict[Path, int] = {}
    monkeypatch.setattr(os, "chown", lambda path, user, _: owners.update({path: user}))
    film = tmp_path / "film.mp4"
    film.write_bytes(b"film")
    film.chmod(0o600)
    (items / "0/source").symlink_to(film)
    one, containers = step()

    containers.launch(one, sandbox, 2)

    given = items / "0/source"
    assert (given.read_bytes(), stat.S_IMODE(given.stat().st_mode), owners[given]) == (b"film", 0o400, 65532)
    assert stat.S_IMODE(film.stat().st_mode) == 0o600


def test_files_of_another_file_system_are_copied(
    sandbox: Sandbox, items: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EXDEV, os.strerror(errno.EXDEV))

    monkeypatch.setattr(os, "link", refuse)
    film = tmp_path / "film.mp4"
    film.write_bytes(b"film")
    (items / "0/source").symlink_to(film)
    one, containers = step()
    containers.user = 1000

    containers.launch(one, sandbox, 2)

    given = items / "0/source"
    assert (given.is_symlink(), given.read_bytes()) == (False, b"film")
    assert given.stat().st_ino != film.stat().st_ino


def test_a_process_is_told_its_memory(sandbox: Sandbox) -> None:
    one, containers = step()
    limited = one.spec.model_copy(update={"resources": Resources(limits={"memory": "64Mi"})})
    assert "--env MEDIA_INSIGHTS_MEMORY=67108864" in " ".join(
        containers.launch(replace(one, spec=limited), sandbox, 2).command
    )


async def test_an_image_that_was_not_built_is_said_with_the_command() -> None:
    one, containers = step(image="x")
    with pytest.raises(NotReady, match="there is no image of x yet: make images ONLY=x builds it"):
        await containers.prepare(one)


@pytest.mark.parametrize(
    ("said", "help_"),
    [
        ("crun: cgroups in hybrid mode not supported, drop all controllers from cgroupv2", "install runc"),
        ('exec: "newuidmap": executable file not found in $PATH', "Debian: uidmap"),
        ("write /var/lib: no space left on device", "podman system prune"),
        ("something new", "could not be started: something new"),
    ],
)
def test_what_keeps_an_engine_from_starting_a_container_is_said_with_what_helps(said: str, help_: str) -> None:
    assert help_ in not_started(said)


def test_mounted_models_are_a_volume_that_cannot_be_written_to(sandbox: Sandbox, tmp_path: Path) -> None:
    (tmp_path / "weights.bin").write_text("weights")
    one, containers = step()
    mounted = with_models(containers.operators["x"], tmp_path)
    one, containers = replace(one, spec=mounted.spec), replace(containers, operators={"x": mounted})

    words = " ".join(containers.launch(one, sandbox, 2).command)

    assert f"--volume {tmp_path}:/mounted-models:ro" in words
    assert "--env MEDIA_INSIGHTS_MOUNTED_MODELS=/mounted-models" in words
    assert mounted.spec.model_source is not None
    assert f"--env MEDIA_INSIGHTS_MOUNTED_DIGEST={mounted.spec.model_source.digest}" in words
