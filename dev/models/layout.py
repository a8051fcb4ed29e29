"""Model folder of an operator: completed, or checked for what is wrong with it.

Content is written under a temporary name and renamed, manifests last, so that a reader never sees half a model; a file
lock per operator lets two builders run at once.
"""

from __future__ import annotations

import fcntl
import json
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from conversion import converted
from digests import sha256_of, sha256_of_file, sha256_of_folder, sha256_of_tree
from packages import NoClientError, read_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalogue import Manifest, Model, Output
    from packages import PackageStore

LABELS = Path(__file__).resolve().parent / "labels"


class LayoutError(Exception):
    """A finished file is not the one that the catalogue pins."""


@dataclass(frozen=True)
class ModelFolder:
    """The folder `path` that holds `models`, and nothing that the catalogue does not know."""

    path: Path
    models: tuple[Model, ...]

    def complete(self, store: PackageStore) -> list[str]:
        """Make every model present and right; returns what was done, a phrase for each model that was not here.

        An optional model stays away where its registry has no client.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        with self._locked():
            return [self._complete_model(model, store) for model in self.models if self._stale(model)]

    def _complete_model(self, model: Model, store: PackageStore) -> str:
        try:
            self._make(model, store)
        except NoClientError as absent:
            if not model.optional:
                raise
            return f"left {model.name} out, {absent}"
        return f"built {model.name}"

    def faults(self) -> list[str]:
        """One sentence per model file that is absent, altered or lacks its manifest; reads every byte."""
        return [fault for model in self.models for fault in self._faults_of(model)]

    def _stale(self, model: Model) -> bool:
        """Cheap: the manifest (written last) is exactly today's and its files exist. `faults` reads the bytes."""
        manifest = self._manifest(model)
        return not (
            manifest.is_file()
            and manifest.read_text("utf-8") == manifest_of(model)
            and all((self.path / output.path).exists() for output in model.outputs)
        )

    def _faults_of(self, model: Model) -> Iterator[str]:
        if self._stale(model):
            yield f"{self._manifest(model)}: absent or outdated; run build.py {self.path.name}"
        for output in model.outputs:
            path = self.path / output.path
            if path.exists():
                actual = sha256_of_tree(path) if output.is_folder else sha256_of_file(path)
                if actual != output.sha256:
                    yield f"{path}: sha256 is {actual}, models.yaml pins {output.sha256}; delete it and build again"

    def _make(self, model: Model, store: PackageStore) -> None:
        self._manifest(model).unlink(missing_ok=True)
        for output in model.outputs:
            if output.is_folder:
                self._place_folder(output, store)
            else:
                self._place_file(output, store)
        self._place(self._manifest(model), manifest_of(model).encode())

    def _place_file(self, output: Output, store: PackageStore) -> None:
        content = converted(output, store)
        _demand(output, sha256_of(content))
        self._place(self.path / output.path, content, output.mode)

    def _place(self, path: Path, content: bytes, mode: int = 0o644) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        scratch = path.with_name(f".{path.name}.partial")
        scratch.write_bytes(content)
        scratch.chmod(mode)
        scratch.replace(path)

    def _place_folder(self, output: Output, store: PackageStore) -> None:
        files = read_folder(store.archive_of(output.parts[0].package), output.parts[0].path)
        _demand(output, sha256_of_folder(files))
        scratch = Path(tempfile.mkdtemp(dir=self.path, prefix=".partial-"))
        for name, content in files.items():
            self._place(scratch / name, content)
        scratch.chmod(0o755)
        target = self.path / output.path
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.rmtree(target, ignore_errors=True)
        scratch.replace(target)

    def _manifest(self, model: Model) -> Path:
        return self.path / f"{model.name}.json"

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with (self.path.parent / f".{self.path.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _demand(output: Output, actual: str) -> None:
    if actual != output.sha256:
        raise LayoutError(
            f"{output.path}: the result has sha256 {actual}, models.yaml pins {output.sha256}; "
            "if the conversion was changed on purpose, pin the new value"
        )


def manifest_of(model: Model) -> str:
    """The run-time manifest of a model as JSON: identity and licence, then how to feed it and read it.

    `labels: NAME` of the runtime section is replaced by the list in `labels/NAME.json`, so that an operator needs
    nothing but its model folder.
    """
    sources = [f"{package.registry} {package.requirement}" for package in model.packages]
    files = [{"path": output.path, "sha256": output.sha256} for output in model.outputs]
    body: Manifest = {
        "name": model.name,
        "task": model.task,
        "licence": model.licence,
        "origin": model.origin,
        "source": ", ".join(sources),
        "file": files[0]["path"],
        "sha256": files[0]["sha256"],
        "files": files,
        **model.runtime,
    }
    if isinstance(body.get("labels"), str):
        body["labels"] = json.loads((LABELS / f"{body['labels']}.json").read_text("utf-8"))
    return json.dumps(body, indent=1, ensure_ascii=False) + "\n"
