"""`make upgrade-test`: version 0.1.0 installed and used, upgraded to what is checked out, its results read.

On the local cluster, which must have no installation: everything that is done is what an administrator does. The old
version is its own tag in a scratch folder: its images, its chart, its `kubectl media`.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

TAG = "v0.1.0"
ROOT = Path(__file__).parents[2]
CONTEXT = "media-insights-local"
FILM = ROOT / "examples/01-first-asset/first-asset.mp4"
NAMESPACE = "default"
OPERATOR = "mediainfo"
NAME = "upgrade-test"
WORKFLOW = {
    "apiVersion": "mediainsights.dev/v1alpha1",
    "kind": "MediaWorkflow",
    "metadata": {"name": NAME},
    "spec": {"stages": [{"name": "only", "operators": [{"name": OPERATOR}]}]},
}
PATIENCE = 300


@dataclass(frozen=True)
class Checkout:
    """One version of the project, and what is done with it."""

    folder: Path

    def images(self) -> None:
        """Build what the test needs and bring it to the cluster; the values are in the cache afterwards."""
        _say(f"images of {self.folder.name}")
        _run(["python3", "-m", "dev.images", "build", *self._wanted()], self.folder, seconds=3600)

    def install(self) -> None:
        """Install the chart, or upgrade to it, as `make install` does."""
        _say(f"installing {self.folder.name}")
        _run(["dev/tools/install"], self.folder, seconds=600)

    def media(self, *words: str | Path) -> Any:
        """Return what `kubectl media` of this version answers, as JSON."""
        command = ["uv", "run", "--no-sync", "kubectl-media", *map(str, words), "-n", NAMESPACE, "-o", "json"]
        return json.loads(_run(command, self.folder, seconds=900))

    def _wanted(self) -> tuple[str, ...]:
        return () if self.folder == ROOT else ("controller", OPERATOR)


def main() -> int:
    """Do it; exit code 1 with a sentence for what is not as it should be."""
    _require_an_empty_cluster()
    with _old() as old:
        new = Checkout(ROOT)
        old.images()
        old.install()
        _kubectl("apply", "-n", NAMESPACE, "-f", "-", stdin=json.dumps(WORKFLOW))
        report = old.media("analyze", FILM, "--workflow", NAME)
        asset, before = report["asset"], old.media("results", report["asset"], OPERATOR)
        _say(f"{TAG} made {asset}: {report['status']}")
        new.images()
        new.install()
        moved = _until(lambda: _moved(asset), "the asset has moved to its namespace's prefix")
        _say(f"moved: {moved}")
        _require(new.media("results", asset, OPERATOR) == before, "the old result is read as it was written")
        exported = _run(
            ["uv", "run", "--no-sync", "kubectl-media", "export", asset, "--as", "csv", "-n", NAMESPACE], ROOT
        )
        _require(bool(exported.strip()), "the old results are exported")
        again = new.media("analyze", FILM, "--workflow", NAME)
        _require(again["status"] == "Complete", f"a new run ends well, not {again['status']}: {again['message']}")
        _require_no_old_keys()
    _say(f"the upgrade from {TAG} holds: results are readable, new runs end well, no old key is left")
    return 0


def _require_an_empty_cluster() -> None:
    context = _kubectl("config", "current-context").strip()
    _require(context == CONTEXT, f"the kube context is {CONTEXT}, not {context}: run `make upgrade-test`")
    found = json.loads(_run(["helm", "list", "-A", "-o", "json"], ROOT))
    _require(not found, "there is no installation yet: `make cluster-down cluster` makes an empty cluster")


def _moved(asset: str) -> str:
    status: Mapping[str, Any] = json.loads(_kubectl("get", "mediaasset", asset, "-n", NAMESPACE, "-o", "json"))[
        "status"
    ]
    done = status.get("prefix") and not status.get("movedFrom") and "private/assets/" not in json.dumps(status)
    return str(status["prefix"]) if done else ""


def _require_no_old_keys() -> None:
    """Version 0.1.0 put the installation's keys into each namespace; they are removed when nobody uses them."""

    def gone() -> bool:
        names = _kubectl("get", "secrets,configmaps", "-n", NAMESPACE, "-o", "name").split()
        return not {"secret/media-insights-store", "configmap/media-insights-artifacts"} & set(names)

    _until(gone, f"no key of the store is left in {NAMESPACE}")


@contextmanager
def _old() -> Iterator[Checkout]:
    with TemporaryDirectory(prefix="upgrade-") as scratch:
        folder = Path(scratch) / TAG
        folder.mkdir()
        archive = subprocess.run(["git", "archive", TAG], cwd=ROOT, capture_output=True, check=True, timeout=60).stdout
        subprocess.run(["tar", "x"], cwd=folder, input=archive, check=True, timeout=60)
        _run(["uv", "sync", "--frozen", "--no-default-groups"], folder, seconds=600)
        yield Checkout(folder)


def _until(check: Callable[[], Any], what: str) -> Any:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if found := check():
            return found
        time.sleep(2)
    return _require(found=False, what=f"within {PATIENCE} s: {what}")


def _require(found: bool, what: str) -> None:  # noqa: FBT001 - reads as a sentence
    if not found:
        raise SystemExit(f"error: it does not hold that {what}")


def _kubectl(*words: str, stdin: str = "") -> str:
    return _run(["kubectl", *words], ROOT, stdin=stdin)


def _run(command: list[str], folder: Path, *, seconds: int = 120, stdin: str = "") -> str:
    """Run a program in a checkout, with an environment in which uv finds that checkout's own packages."""
    environment = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"}
    done = subprocess.run(
        command, cwd=folder, env=environment, input=stdin, capture_output=True, text=True, timeout=seconds, check=False
    )
    if done.returncode:
        raise SystemExit(f"error: {' '.join(command)} in {folder} ended with {done.returncode}:\n{done.stderr[-4000:]}")
    return done.stdout


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
