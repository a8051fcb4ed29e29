"""Operators as containers of Docker or Podman: the images of the cluster, with the cluster's restrictions."""

import asyncio
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from media_insights.catalogue.built_images import LOCAL
from media_insights.catalogue.operator_folders import LocalOperator
from media_insights.catalogue.problems import NotReady
from media_insights.catalogue.root import catalogue_root
from media_insights.domain.names import short_hash
from media_insights.domain.planning.plan import Step
from media_insights.domain.planning.variables import variables_of
from media_insights.domain.quantities import quantity_of
from media_insights.domain.running.contract import CPU_TIME_FILE, IN, MOUNTED_MODELS, OUT, TERMINATION_LOG, Variable
from media_insights.domain.running.mounted_models import variables_of_devices, variables_of_models
from media_insights.local import access, container_files, programs
from media_insights.local.container_engines import ContainerEngine
from media_insights.local.launching import Launch, memory_limit_of
from media_insights.local.sandboxes import Sandbox
from media_insights.settings.engine import CACHE
from media_insights.settings.environment import PREFIX, inherited

USER = 65532
"""The user that the images run as, everywhere."""
PROGRESS = "/progress"
"""Where an operator sees the file of its progress."""
BUILDER = "dev/images"
"""What builds images, in a checkout only."""
STORE = "/store"
"""Where an operator that may use the object store sees its folder."""


@dataclass(kw_only=True)
class Containers:
    """Starts each operator's image: no network, read-only root, nothing but its own folders."""

    operators: Mapping[str, LocalOperator]
    engine: ContainerEngine
    cache: Path
    stub: bool = False
    user: int = field(default_factory=os.geteuid)
    """Who runs the engine; anybody but root also owns what the containers write."""
    _loading: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(1))

    async def prepare(self, step: Step) -> None:
        """Check that the image is there, or fetch it, one at a time. Raises NotReady with how to build it."""
        image = self._image(step)
        async with self._loading:
            inspected = await programs.run(self.engine.words("image", "inspect", image), inherited())
            if inspected.code:
                await (self._load(image) if image.startswith(LOCAL) else self._pull(image))

    async def _load(self, image: str) -> None:
        """Load an image of another builder into the engine's store, once: its name identifies its content."""
        checkout = catalogue_root()
        if not (checkout / BUILDER).is_dir():
            raise NotReady(f"the image {image} was built in a checkout: run this there, or name a --registry")
        command = [sys.executable, "-m", BUILDER.replace("/", "."), "load", image, "--", *self.engine.words()]
        environment = inherited() | {PREFIX + CACHE: str(self.cache)}
        said = await programs.run(command, environment, checkout)
        if said.code:
            raise NotReady(f"the image {image} cannot be loaded into {self.engine.program}: {said.reason}")

    async def _pull(self, image: str) -> None:
        said = await programs.run(self.engine.words("pull", image), inherited())
        if said.code:
            raise NotReady(
                f"the image {image} is not on this machine, and its registry did not provide it ({said.reason})"
            )

    def launch(self, step: Step, sandbox: Sandbox, threads: int) -> Launch:
        """Return the container engine's command for one attempt. Raises NotReady for an input that it cannot read."""
        owner = USER if self.user == 0 else None
        container_files.bring_items(sandbox, owner)
        if owner is not None:
            container_files.grant_to_all(step, sandbox, owner)
        name = f"media-insights-{short_hash(str(sandbox.root.resolve()))}-{os.getpid()}-{sandbox.root.name}"
        command = ["run", "--rm", "--name", name, *self.engine.running, *self._user(), *_restrictions(step)]
        mounts = [*_mounts(step, sandbox), *self._models(step)]
        command += [word for source, target in mounts for word in ("--volume", f"{source}:{target}")]
        command += self._settings(step, sandbox, threads)
        command += ["--entrypoint", step.spec.command[0], self._image(step), *step.spec.command[1:]]
        return Launch(
            command=self.engine.words(*command),
            environment=inherited(),
            folder=sandbox.root,
            stop=self.engine.words("rm", "--force", *self.engine.removing, name),
        )

    def _models(self, step: Step) -> list[tuple[Path, str]]:
        folder = self.operators[step.operator].models
        return [(folder, f"{MOUNTED_MODELS}:ro")] if folder else []

    def _image(self, step: Step) -> str:
        operator = self.operators[step.operator]
        image = operator.image or operator.spec.image
        if "/" not in image and ":" not in image:
            raise NotReady(f"there is no image of {image} yet: make images ONLY={image} builds it")
        return image

    def _user(self) -> list[str]:
        """Run as the images' own user, or as whoever calls: what is written must be theirs to move and remove."""
        if self.user == 0:
            return ["--user", f"{USER}:{USER}"]
        mapped = ["--userns", "keep-id"] if self.engine.program == "podman" else []
        return [*mapped, "--user", f"{self.user}:{os.getegid()}", "--env", "USER=operator"]

    def _settings(self, step: Step, sandbox: Sandbox, threads: int) -> list[str]:
        settings = variables_of(step.spec, step.parameters) | {
            Variable.CPUS: str(threads),
            Variable.PROGRESS_FILE: PROGRESS,
            Variable.CPU_TIME: f"{OUT}/{CPU_TIME_FILE}",
            Variable.MEMORY: str(memory_limit_of(step)),
        }
        settings |= variables_of_models(step.spec) | variables_of_devices(step.spec, reserved=False)
        settings |= {Variable.STUB: "1"} if self.stub else {}
        settings |= sandbox.trace_variables
        settings |= access.store_of(step.spec.access, sandbox, STORE)
        words = [word for key, value in settings.items() for word in ("--env", f"{key}={value}")]
        words += [word for path in access.env_files_of(step.spec.access) for word in ("--env-file", str(path))]
        return [*words, "--env", Variable.ATTEMPT]


def _restrictions(step: Step) -> list[str]:
    limits = step.spec.resources.limits
    memory = ["--memory", str(int(quantity_of(limits["memory"])))] if "memory" in limits else []
    network = [] if step.spec.access.network == "Egress" else ["--network", "none"]
    # the user's own files are mounted, and must not be labelled anew for SELinux
    security = ["--security-opt", "no-new-privileges", "--security-opt", "label=disable"]
    return [*network, "--read-only", "--tmpfs", "/tmp", "--cap-drop", "ALL", *security, *memory]  # noqa: S108 - its own


def _mounts(step: Step, sandbox: Sandbox) -> list[tuple[Path, str]]:
    # Inputs are links on our side, and links lead nowhere inside: each is mounted by itself, items as one folder.
    pairs = [(path.resolve(), f"{IN}/{path.name}:ro") for path in sorted(sandbox.inputs.iterdir())]
    pairs += [(sandbox.outputs, OUT), (sandbox.reason_file, TERMINATION_LOG)]
    pairs += [(sandbox.progress_file, PROGRESS)]
    return pairs + ([(sandbox.store, STORE)] if step.spec.access.object_store == "ReadWrite" else [])
