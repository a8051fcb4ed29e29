"""The operators' models: built by the catalogue's ``dev/models/build.py`` when they are not there yet."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from media_insights.catalogue.digests import digest_of
from media_insights.catalogue.operator_folders import LocalOperator
from media_insights.catalogue.problems import NotReady, not_built
from media_insights.catalogue.root import MODEL_BUILDER, OPERATORS, catalogue_root
from media_insights.local import programs
from media_insights.local.environments import uv, uv_environment

NONE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Weights:
    """All models below ``cache/models/<operator>``."""

    cache: Path

    def folder(self, operator: LocalOperator) -> Path:
        """Return the folder that the operator sees as its models; it may be empty."""
        return self.folder_of(operator.name)

    def folder_of(self, operator: str) -> Path:
        """Return the folder of the models of an operator of a name."""
        return self.cache / "models" / operator

    def is_ready(self, operator: LocalOperator, left_out: frozenset[str] = NONE) -> bool:
        """Return whether nothing needs to be fetched: there are no other models, or they were built as declared."""
        if left_out.issuperset(model.name for model in operator.spec.models):
            return True
        try:
            absent = self._marker(operator).read_text("utf-8").splitlines()
        except FileNotFoundError:
            return False
        return left_out.issuperset(absent) and self.folder(operator).is_dir()

    async def build(self, operator: LocalOperator, left_out: frozenset[str] = NONE) -> None:
        """Fetch, convert and verify the operator's models, without those that this run never loads.

        Raises NotReady with the builder's own reason.
        """
        if self.is_ready(operator, left_out):
            return
        builder = catalogue_root() / MODEL_BUILDER
        if not builder.is_file():
            raise NotReady(f"{operator.name} declares models, but there is no {builder} to build them")
        arguments: list[str | Path] = ["--script", builder, "--out", self.cache / "models", operator.name]
        arguments += [f"--operators={folder}" for folder in _declaring(operator)]
        arguments += [f"--leave-out={name}" for name in sorted(left_out)]
        said = await programs.run([uv(self.cache), "run", *arguments], uv_environment())
        if said.code:
            raise not_built(f"the models of {operator.name}", said.text, said.reason)
        _write_whole(self._marker(operator), "\n".join(sorted(left_out)))

    def _marker(self, operator: LocalOperator) -> Path:
        """Return the file that lists which models were built and which were not: asking the builder takes a second.

        Its name holds everything that decides what is built: the builder, and what all folders declare, as one
        operator may use another's models.
        """
        digest = hashlib.sha256(digest_of((catalogue_root() / MODEL_BUILDER).parent).encode())
        for path in (path for folder in _declaring(operator) for path in sorted(folder.glob("*/models.yaml"))):
            digest.update(f"{path.parent.name}\0".encode() + path.read_bytes())
        return self.cache / "models/.built" / f"{operator.name}-{digest.hexdigest()[:16]}"


def _declaring(operator: LocalOperator) -> list[Path]:
    """Return the folders whose models this operator may use: the catalogue's, and the one that it lies in."""
    return list(dict.fromkeys((catalogue_root() / OPERATORS, operator.folder.parent)))


def _write_whole(path: Path, text: str) -> None:
    """Write a file atomically: another engine that reads half a list would expect models that are missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    scratch = path.with_name(f".{path.name}.{os.getpid()}")
    scratch.write_text(text, "utf-8")
    scratch.replace(path)
