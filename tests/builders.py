"""A builder of images that builds none: a program named buildah that notes what it is told."""

from pathlib import Path

DIGEST = f"sha256:{'d' * 64}"
_SCRIPT = """#!/bin/sh
echo "$@" >> {told}
while [ $# -gt 0 ]; do
  if [ "$1" = --digestfile ]; then echo {digest} > "$2"; fi
  if [ "$1" = --file ]; then cp -r "$(dirname "$2")" {contexts}/; fi
  shift
done
"""


class NotingBuilder:
    """The program in a folder of its own, what it was told, and the contexts that it was given."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "bin"
        self.contexts = folder / "contexts"
        for each in (self.folder, self.contexts):
            each.mkdir(parents=True)
        program = self.folder / "buildah"
        program.write_text(_SCRIPT.format(told=folder / "told", digest=DIGEST, contexts=self.contexts))
        program.chmod(0o755)
        self._told = folder / "told"

    def told(self, verb: str) -> list[str]:
        """The command lines with a verb, from the verb on."""
        lines = self._told.read_text().splitlines() if self._told.exists() else []
        return [f"{verb}{line.partition(f' {verb}')[2]}" for line in lines if f" {verb} " in f"{line} "]
