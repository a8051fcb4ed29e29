"""An operator's image, built by the catalogue's ``dev/images`` with buildah, Podman or Docker; pushed on request."""

import asyncio
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from media_insights.catalogue.operator_folders import LocalOperator
from media_insights.catalogue.problems import NotReady, Unusable
from media_insights.catalogue.root import IMAGE_BUILDER, catalogue_root
from media_insights.local.environments import LOCK, uv, uv_environment
from media_insights.local.weights import Weights


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageOrder:
    """What is to be built, and where it is to be pushed."""

    registry: str = ""
    """Host and path; the image stays on this machine when it is empty."""
    tag: str = ""
    plain_http: bool = False
    accelerator: str = "cpu"
    base: str = ""
    """Image under all bases; the builder chooses when it is empty."""

    @property
    def words(self) -> tuple[str, ...]:
        """The options of the builder."""
        valued = {"--registry": self.registry, "--tag": self.tag, "--base": self.base}
        given = (word for option, value in valued.items() if value for word in (option, value))
        return (*given, "--accelerator", self.accelerator, *(("--plain-http",) if self.plain_http else ()))


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltImage:
    """An image: its full reference, with the digest where a registry has it."""

    reference: str
    pushed: bool


def build_image(operator: LocalOperator, order: ImageOrder, cache: Path) -> BuiltImage:
    """Fetch the operator's models, then build its image. Raises Unusable or NotReady; the builder has said why."""
    _check(operator, order)
    builder = catalogue_root() / IMAGE_BUILDER
    if not builder.is_dir():
        raise NotReady(f"there is no {builder} to build images with: run it in a checkout, or install the wheel")
    asyncio.run(Weights(cache).build(operator))
    path = os.pathsep.join((str(uv(cache).parent), uv_environment().get("PATH", os.defpath)))
    environment = uv_environment() | {"PATH": path, "MEDIA_INSIGHTS_CACHE": str(cache.resolve())}
    command = [sys.executable, "-m", ".".join((*IMAGE_BUILDER.parts, "single")), str(operator.folder), *order.words]
    done = subprocess.run(
        command, cwd=catalogue_root(), env=environment, stdout=subprocess.PIPE, text=True, check=False
    )
    if done.returncode:
        wanted = f"built and pushed to {order.registry}" if order.registry else "built"
        raise NotReady(f"the image of {operator.name} was not {wanted}; the line above says why")
    return BuiltImage(**json.loads(done.stdout))


def _check(operator: LocalOperator, order: ImageOrder) -> None:
    if order.tag and not order.registry:
        raise Unusable(f"--tag {order.tag} names the image in a registry: add --registry HOST/PATH")
    if operator.spec.suspend:
        raise Unusable(f"{operator.name} waits for a person: it has no image, and needs none")
    if (operator.folder / "pyproject.toml").is_file() and not (operator.folder / LOCK).is_file():
        raise Unusable(f"{operator.folder} has no {LOCK}: make it with uv lock --project {operator.folder}")
