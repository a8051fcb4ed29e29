"""Files of a sandbox as a container may read and write them."""

import os
import shutil
import stat
from collections.abc import Sequence
from pathlib import Path

from media_insights.catalogue.problems import NotReady
from media_insights.domain.planning.plan import Step
from media_insights.domain.running.contract import CONTEXT_FILE, ITEMS
from media_insights.local.sandboxes import Sandbox


def bring_items(sandbox: Sandbox, owner: int | None) -> None:
    """Put files in the place of links, so that many items are one mount: the command line has no room for each.

    A file gets a second name. It is copied where it lies on another file system, and where a container of root's, whose
    processes are ``owner``'s, could not read it: others may read it no more than before.
    """
    for item in _items_of(sandbox):
        for link in [path for path in item.iterdir() if path.is_symlink()]:
            _replace_by_file(link, owner)


def grant_to_all(step: Step, sandbox: Sandbox, owner: int) -> None:
    """Grant the images' user read access to inputs and write access to outputs.

    Raises NotReady for the single item's input that only its owner may read.
    """
    own = sandbox.store / sandbox.prefix
    for folder in (sandbox.outputs, *([own] if step.spec.access.object_store == "ReadWrite" else [])):
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o777)
    for file in (sandbox.reason_file, sandbox.progress_file):
        file.chmod(0o666)
    for item in _items_of(sandbox):
        item.chmod(0o755)
        (item / CONTEXT_FILE).chmod(0o644)
    for given in sandbox.inputs.iterdir():
        if not given.is_symlink():
            given.chmod(0o755 if given.is_dir() else 0o644)
        elif not given.stat().st_mode & stat.S_IROTH:
            raise NotReady(
                f"{given.resolve()} may be read by its owner only, but root's containers run as user {owner}"
            )


def _items_of(sandbox: Sandbox) -> Sequence[Path]:
    """Return the folders of the inputs of many items, none where there is one item."""
    folder = sandbox.inputs / ITEMS
    return sorted(folder.iterdir()) if folder.is_dir() else ()


def _replace_by_file(link: Path, owner: int | None) -> None:
    file = link.resolve()
    link.unlink()
    private = owner is not None and not file.stat().st_mode & stat.S_IROTH
    if private or not _link(file, link):
        shutil.copyfile(file, link)
        link.chmod(0o400)
        if owner is not None:
            os.chown(link, owner, owner)


def _link(file: Path, name: Path) -> bool:
    """Return whether the file has this name now: not across file systems, and not for files of others."""
    try:
        os.link(file, name)
    except OSError:
        return False
    return True
