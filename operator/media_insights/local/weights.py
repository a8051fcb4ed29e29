"""The operators' models: built by ``operators-images/_models/build.py`` when they are not there yet."""

from dataclasses import dataclass
from pathlib import Path

from media_insights.local import programs
from media_insights.local.catalogue import LocalOperator
from media_insights.local.environments import uv, uv_environment
from media_insights.local.folders import digest_of
from media_insights.local.problems import NotReady, not_built

BUILDER = "_models/build.py"


@dataclass(frozen=True, slots=True)
class Weights:
    """All models below ``cache/models/<operator>``."""

    cache: Path

    def folder(self, operator: LocalOperator) -> Path:
        """Return the folder that the operator sees as its models; it may be empty."""
        return self.cache / "models" / operator.name

    def is_ready(self, operator: LocalOperator) -> bool:
        """Return whether nothing needs to be fetched: no models, or built by exactly this builder."""
        return not operator.spec.models or (self._marker(operator).is_file() and self.folder(operator).is_dir())

    async def build(self, operator: LocalOperator) -> None:
        """Fetch, convert and verify the operator's models. Raises NotReady with the builder's own reason."""
        if self.is_ready(operator):
            return
        builder = operator.folder.parent / BUILDER
        if not builder.is_file():
            raise NotReady(f"{operator.name} declares models, but there is no {builder} to build them")
        arguments: list[str | Path] = ["--script", builder, "--out", self.cache / "models", operator.name]
        said = await programs.run([uv(self.cache), "run", *arguments], uv_environment())
        if said.code:
            raise not_built(f"the models of {operator.name}", said.text, said.reason)
        marker = self._marker(operator)
        marker.parent.mkdir(parents=True, exist_ok=True)
        marker.touch()

    def _marker(self, operator: LocalOperator) -> Path:
        digest = digest_of((operator.folder.parent / BUILDER).parent)[:16]
        return self.cache / "models/.built" / f"{operator.name}-{digest}"
