"""Operators as containers of Docker or Podman: the images of the cluster, with the cluster's restrictions."""

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass

from media_insights.domain.plan import Step
from media_insights.local import access, programs
from media_insights.local.catalogue import LocalOperator
from media_insights.local.launching import Launch
from media_insights.local.machine import quantity_of
from media_insights.local.problems import NotReady
from media_insights.local.sandboxes import Sandbox

USER = "65532:65532"
"""The user that the images run as, everywhere."""
STORE = "/store"
"""Where an operator that may use the object store sees its folder."""


def container_engine() -> str:
    """Return the container engine of this machine. Raises NotReady when there is none."""
    found = next((name for name in ("docker", "podman") if shutil.which(name)), None)
    if found is None:
        raise NotReady("--containers needs docker or podman on the PATH; without the option nothing is needed")
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Containers:
    """Starts each operator's image: no network, read-only root, nothing but its own folders."""

    operators: Mapping[str, LocalOperator]
    engine: str
    registry: str
    tag: str
    stub: bool = False

    async def prepare(self, step: Step) -> None:
        """Check that the image is there, or fetch it. Raises NotReady with how to build it."""
        image = self._image(step)
        inspected = await programs.run([self.engine, "image", "inspect", image], _environment())
        if inspected.code == 0:
            return
        pulled = await programs.run([self.engine, "pull", image], _environment())
        if pulled.code:
            raise NotReady(
                f"the image {image} is neither here nor to be had ({pulled.reason}): build it with make images"
            )

    def launch(self, step: Step, sandbox: Sandbox, threads: int) -> Launch:
        """Return the container engine's command for one attempt."""
        sandbox.outputs.chmod(0o777)
        if step.spec.access.object_store == "ReadWrite":
            self._open_store(sandbox)
        for file in (sandbox.reason_file, sandbox.progress_file):
            file.chmod(0o666)
        name = f"media-insights-{sandbox.root.parent.name[:8]}-{sandbox.root.name}"
        command = [self.engine, "run", "--rm", "--name", name, *self._restrictions(step), *self._mounts(step, sandbox)]
        settings = {"MEDIA_INSIGHTS_CPUS": str(threads), "ARGO_PROGRESS_FILE": "/progress"}
        settings |= {"STUB": "1"} if self.stub else {}
        settings |= access.store_of(step.spec.access, sandbox, STORE)
        command += [word for key, value in settings.items() for word in ("--env", f"{key}={value}")]
        command += [word for path in access.env_files_of(step.spec.access) for word in ("--env-file", str(path))]
        command += ["--env", "MEDIA_INSIGHTS_ATTEMPT", "--entrypoint", step.spec.command[0]]
        return Launch(
            command=(*command, self._image(step), *step.spec.command[1:]),
            environment=_environment(),
            folder=sandbox.root,
            stop=(self.engine, "rm", "--force", name),
        )

    @staticmethod
    def _open_store(sandbox: Sandbox) -> None:
        """Let the images' user write where the execution's own files belong."""
        folder = sandbox.store / sandbox.prefix
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o777)

    def _image(self, step: Step) -> str:
        written = self.operators[step.operator].spec.image.partition("@")[0]
        return written if "/" in written or ":" in written else f"{self.registry}/{written}:{self.tag}"

    @staticmethod
    def _restrictions(step: Step) -> list[str]:
        limits = step.spec.resources.limits
        memory = ["--memory", str(int(quantity_of(limits["memory"])))] if "memory" in limits else []
        network = [] if step.spec.access.network == "Egress" else ["--network", "none"]
        fixed = [*network, "--read-only", "--tmpfs", "/tmp", "--user", USER]  # noqa: S108 - the container's own
        return [*fixed, "--cap-drop", "ALL", "--security-opt", "no-new-privileges", *memory]

    @staticmethod
    def _mounts(step: Step, sandbox: Sandbox) -> list[str]:
        # Inputs are links on our side, and links lead nowhere inside: each is mounted by itself.
        pairs = [(path.resolve(), f"/in/{path.name}:ro") for path in sorted(sandbox.inputs.iterdir())]
        pairs += [
            (sandbox.outputs, "/out"),
            (sandbox.reason_file, "/dev/termination-log"),
            (sandbox.progress_file, "/progress"),
        ]
        pairs += [(sandbox.store, STORE)] if step.spec.access.object_store == "ReadWrite" else []
        return [word for source, target in pairs for word in ("--volume", f"{source}:{target}")]


def _environment() -> dict[str, str]:
    return dict(os.environ)
