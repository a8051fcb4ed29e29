"""The examples of operators: `examples/<case>/{in,out}` as operators-images/_sdk/README.md describes them.

`python -m tests.operators.examples --update OPERATOR…` writes what comes out into `out/`.
"""

import argparse
import io
import json
import shutil
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import yaml

from media_insights.catalogue.examples import (
    SERVER,
    TEST_MEDIA_SUFFIX,
    Case,
    cases_of,
    json_in,
    problems_of,
    write_outputs,
)
from tests.operators import media, servers
from tests.operators.demo import demo_clip
from tests.operators.runs import OPERATORS, Outcome, defaults, run_folder


def cases() -> list[Case]:
    """Return every example of every operator, in order."""
    return [case for folder in sorted(OPERATORS.glob("[!_]*/")) for case in cases_of(folder)]


def run_case(case: Case, *, run: Callable[..., Outcome] = run_folder, **environment: str) -> Outcome:
    """Run the case's operator on the case's inputs: as a process, or however `run` does as `run_folder` does."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / "out").mkdir()
        lay_out(case, folder / "in")
        with _surroundings(json_in(case.folder / "in" / SERVER)) as told:
            return run(case.operator, folder, **told, **environment)


def lay_out(case: Case, target: Path) -> None:
    """Make a folder of the case's inputs, parameters and context."""
    target.mkdir(parents=True)
    chosen = dict(inputs_of(case, target))
    _write(target / "parameters.json", defaults(case.operator) | case.parameters)
    _write(target / "context.json", _context(case, chosen) | json_in(case.folder / "in/context.json"))


@contextmanager
def _surroundings(server: dict[str, Any]) -> Iterator[dict[str, str]]:
    """Give what the operator finds in its environment: the keys of its Secret, with `{url}` of a server that runs."""
    replies = [servers.Reply(each.get("status", 200), each.get("body", b"")) for each in server.get("replies", ())]
    with servers.serving(*replies or [servers.Reply(404)]) as running:
        secret: dict[str, str] = server.get("environment", {})
        yield {name: value.replace("{url}", running.url) for name, value in secret.items()}


def inputs_of(case: Case, target: Path) -> Iterator[tuple[str, str]]:
    """Write the example's inputs into a folder; yield the name of each, and its medium where the recipe says one."""
    for name, path in case.inputs.items():
        shutil.copyfile(path, target / name)
        yield name, ""
    for path in sorted((case.folder / "in").glob(f"*{TEST_MEDIA_SUFFIX}")):
        recipe, name = json_in(path), path.name.removesuffix(TEST_MEDIA_SUFFIX)
        _make(recipe, target / name)
        yield name, recipe.get("medium", "")


def _make(recipe: dict[str, Any], target: Path) -> None:
    match recipe:
        case {"media": name}:
            shutil.copyfile(media.fetch(name), target)
        case {"clip": "demo"}:
            shutil.copyfile(demo_clip().path, target)
        case {"frames": names}:
            target.write_bytes(frames_zip([media.fetch(name) for name in names]))
        case {"ffmpeg": arguments, "suffix": suffix}:
            made = target.with_name(target.name + suffix)
            media.ffmpeg(*arguments, "-bitexact", made)
            made.rename(target)
        case _:
            raise ValueError(f"{target.name}{TEST_MEDIA_SUFFIX}: no known recipe: {recipe}")


def frames_zip(pictures: list[Path]) -> bytes:
    """Return a frames.zip of pictures, one a second, at most 1280 pixels long, as `proxy` would make it."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive, tempfile.TemporaryDirectory() as scratch:
        names = [f"{1000 * number:09d}.jpg" for number in range(len(pictures))]
        frames = [{"name": name, "timestamp": 1000 * n, "reason": "shot"} for n, name in enumerate(names)]
        source = {"width": 1280, "height": 720, "frameRate": 25.0, "durationMillis": 1000 * len(pictures)}
        index = {"version": 1, "source": source, "frameWidth": 1280, "frameHeight": 720, "framesPerSecond": 1.0}
        archive.writestr("index.json", json.dumps({**index, "frames": frames}))
        for name, picture in zip(names, pictures, strict=True):
            fit = "scale=1280:720:force_original_aspect_ratio=decrease,pad=1280:720:-1:-1"
            media.ffmpeg("-i", picture, "-vf", fit, "-frames:v", "1", "-q:v", "3", Path(scratch) / name)
            archive.write(Path(scratch) / name, name)
    return target.getvalue()


def _context(case: Case, chosen: dict[str, str]) -> dict[str, Any]:
    spec = yaml.safe_load((OPERATORS / case.operator / "operator.yaml").read_text())["spec"]
    wired = {
        each["name"]: _wire(each, chosen[each["name"]]) for each in spec.get("inputs", ()) if each["name"] in chosen
    }
    return {
        "asset": {"name": "example", "namespace": "default", "uid": "00000000-0000-0000-0000-000000000000"},
        "execution": {"name": "test-run", "uid": "00000000-0000-0000-0000-000000000001"},
        "operator": {"name": case.operator, "resultName": spec["resultName"], "version": spec["version"]},
        "inputs": wired,
    }


def _wire(declared: dict[str, Any], medium: str) -> dict[str, Any]:
    match declared:
        case {"media": media_list}:
            return {"media": medium or media_list[0]}
        case {"result": result}:
            return {"result": result}
        case {"file": named} | {"collection": named}:
            return {"parameter": named["parameter"], "key": "example", "version": ""}
        case _:
            raise ValueError(f"the input {declared['name']} is wired to nothing that examples know")


def _write(path: Path, value: dict[str, Any]) -> None:
    path.write_text(json.dumps(value))


def _update(case: Case) -> None:
    outcome = run_case(case)
    sys.stdout.write(f"{case}: exit {outcome.exit_code} {outcome.sentence}\n")
    write_outputs(case, outcome)


def main() -> None:
    """Run examples and show what differs; with --update, write their outputs anew."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("operators", nargs="+")
    parser.add_argument("--update", action="store_true")
    wanted = parser.parse_args()
    for case in (each for each in cases() if each.operator in wanted.operators):
        if wanted.update:
            _update(case)
        else:
            sys.stdout.write(f"{case}: {problems_of(case, run_case(case)) or 'as expected'}\n")


if __name__ == "__main__":
    main()
