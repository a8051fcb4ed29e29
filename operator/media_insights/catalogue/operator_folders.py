"""Operators and workflows as files: what the chart installs on a cluster, read from their folders."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from media_insights.api.v1alpha1 import MediaOperator, MediaOperatorSpec, MediaWorkflow
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.api.v1alpha1.operator_model_source import ModelSource
from media_insights.catalogue.digests import digest_of
from media_insights.catalogue.libraries import libraries_of
from media_insights.catalogue.manifest_problems import sentence_of
from media_insights.catalogue.model_digests import digest_of_models
from media_insights.catalogue.problems import Unusable
from media_insights.catalogue.root import OPERATORS, WORKFLOWS, catalogue_root
from media_insights.domain.wording import suggestion

Model = TypeVar("Model", bound=BaseModel)
MANIFEST = "operator.yaml"
_LOADER: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's, where PyYAML was built with it: the whole catalogue is read before anything starts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LocalOperator:
    """One operator as a folder."""

    folder: Path
    name: str
    spec: MediaOperatorSpec
    """As in ``operator.yaml``; the image is extended by the digest of the folder, which stands for its content."""
    image: str = ""
    """The image alone: as in ``operator.yaml``, or in full where operators run as containers."""
    models: Path | None = None
    """The folder of models that the caller mounts; its digest stands in the spec."""

    @property
    def libraries(self) -> tuple[Path, ...]:
        """The folders of ours that it depends on by path: the operator SDK, what runs code written for MIE."""
        return libraries_of(self.folder)


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Operators and workflows that the embedded engine can run, by name."""

    operators: Mapping[str, LocalOperator]
    workflows: Mapping[str, MediaWorkflow]

    @property
    def specs(self) -> dict[str, MediaOperatorSpec]:
        """Operator name → spec, as resolving wants it."""
        return {name: operator.spec for name, operator in self.operators.items()}

    def workflow(self, name: str) -> MediaWorkflow:
        """Return a workflow. Raises Unusable with the nearest name."""
        if name not in self.workflows:
            raise Unusable(f"there is no workflow {name!r}{suggestion(name, self.workflows)}")
        return self.workflows[name]

    def with_workflows(self, workflows: Mapping[str, MediaWorkflow]) -> "Catalogue":
        """Return the catalogue with further workflows, which win over those of the same name."""
        return replace(self, workflows={**self.workflows, **workflows})

    def with_models(self, folders: Mapping[str, Path]) -> "Catalogue":
        """Return the catalogue with models mounted into operators. Raises Unusable for a name or folder of none."""
        for name in folders:
            if name not in self.operators:
                raise Unusable(f"there is no operator {name!r}{suggestion(name, self.operators)}")
        mounted = {name: with_models(self.operators[name], folder) for name, folder in folders.items()}
        return replace(self, operators={**self.operators, **mounted})


def with_models(operator: LocalOperator, folder: Path) -> LocalOperator:
    """Return an operator with a folder of models mounted, whose digest is part of what its runs are identified by."""
    if operator.spec.suspend:
        raise Unusable(f"{operator.name} waits for a person: it has no models")
    source = ModelSource(digest=digest_of_models(folder))
    return replace(operator, models=folder.resolve(), spec=operator.spec.model_copy(update={"model_source": source}))


def catalogue_of(*folders: Path, stub: bool = False) -> Catalogue:
    """Read the shipped operators and workflows, and the operators in the folders, which win over shipped ones."""
    root = catalogue_root()
    found = [operator for folder in (root / OPERATORS, *folders) for operator in operators_in(folder, stub=stub)]
    return Catalogue(operators={each.name: each for each in found}, workflows=_workflows_in(root / WORKFLOWS))


def operators_in(folder: Path, *, stub: bool = False) -> Iterator[LocalOperator]:
    """Yield the operators that are folders of ``folder``."""
    if not folder.is_dir():
        raise Unusable(f"{folder}: there is no such folder; name the one that holds the operators with --operators")
    for manifest in sorted(folder.glob(f"[!_]*/{MANIFEST}")):
        yield operator_in(manifest.parent, stub=stub)


def operator_in(folder: Path, *, stub: bool = False) -> LocalOperator:
    """Read one operator's folder. Raises Unusable when its manifest is missing or wrong."""
    path = manifest_of(folder)
    operator = parsed(MediaOperator, manifests_in(path)[0], path)
    digest = digest_of(folder, *libraries_of(folder))
    image = "" if operator.spec.suspend else f"{operator.spec.image}@sha256:{digest}{'-stub' if stub else ''}"
    spec = operator.spec.model_copy(update={"image": image})
    name = operator.metadata.name or folder.name
    return LocalOperator(folder=folder.resolve(), name=name, spec=spec, image=operator.spec.image)


def manifest_of(folder: Path) -> Path:
    """Return where an operator's folder has its manifest. Raises Unusable when there is none."""
    path = folder / MANIFEST
    if not path.is_file():
        raise Unusable(f"{folder} is no operator: it has no {MANIFEST}")
    return path


def manifests_in(path: Path) -> list[Manifest]:
    """Return the objects of one YAML file. Raises Unusable when it cannot be read or holds none."""
    try:
        documents = list(yaml.load_all(path.read_text(encoding="utf-8"), Loader=_LOADER))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise Unusable(f"{path} cannot be read as YAML: {' '.join(str(error).split())}") from error
    found = [document for document in documents if document is not None]
    if not found or not all(isinstance(document, dict) and document.get("kind") for document in found):
        raise Unusable(f"{path} holds no Kubernetes object: each needs apiVersion and kind")
    return found


def parsed(kind: type[Model], manifest: Manifest, path: Path) -> Model:
    """Return a manifest as one of our kinds. Raises Unusable naming each field that is wrong."""
    try:
        return kind.model_validate(manifest)
    except ValidationError as error:
        raise Unusable(f"{path}: {sentence_of(error.errors())}") from error


def _workflows_in(folder: Path) -> dict[str, MediaWorkflow]:
    found = {}
    for path in sorted(folder.glob("*.yaml")):
        for manifest in manifests_in(path):
            workflow = parsed(MediaWorkflow, manifest, path)
            found[workflow.metadata.name] = workflow
    return found
