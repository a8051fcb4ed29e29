"""The floor of the embedded engine: the operators of a plan, started by a bare script.

It is the least that anyone could do by hand with the same models: every folder is laid out beforehand, each operator
is one process in its own environment (their dependencies exclude one shared interpreter) with all CPUs, started after
the operators that it reads from have ended: one after the other, or as many as can be at once. Nothing is checked,
recorded, limited, retried or stored.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from media_insights.catalogue.operator_folders import catalogue_of
from media_insights.domain.planning.plan import Plan, Step
from media_insights.domain.running.contract import ITEMS
from media_insights.local.machine import machine
from media_insights.local.processes import Processes
from media_insights.local.requests import RunRequest
from media_insights.local.run_plans import RunRefused, plan_run
from media_insights.local.sandboxes import Files, Sandbox, make_folders, place_inputs, prepare
from media_insights.local.workplaces import Workplace
from tests.operators.media import cache as media_cache

SCRIPT = '''"""Starts each command when those that it waits for have ended, at most so many at once."""
import json, subprocess, sys
steps, most, running, done = json.load(open(sys.argv[1])), int(sys.argv[2]), {}, set()
while steps or running:
    for name in [name for name, step in steps.items() if done.issuperset(step["after"])]:
        if len(running) == most:
            break
        step = steps.pop(name)
        running[name] = subprocess.Popen(step["command"], env=step["environment"], cwd=step["folder"])
    for name, process in list(running.items()):
        try:
            code = process.wait(0.02)
        except subprocess.TimeoutExpired:
            continue
        del running[name]
        done.add(name)
        if code:
            sys.exit(f"{name} ended with {code}")
'''


def laid_out(file: Path, workflow: str, folder: Path) -> list[str | Path]:
    """Lay out a folder for each operator, and return the command that runs them all by hand; it wants one more word.

    That word is how many may run at once.
    """
    found = catalogue_of()
    starter = Processes(operators=found.operators, cache=media_cache().parent)
    place = Workplace(output=folder / "results", catalogue=found, starter=starter, share=machine())
    wanted = RunRequest(name="by-hand", file=file, workflow=workflow)
    plan = plan_run(wanted, place)
    if isinstance(plan, RunRefused):
        raise SystemExit(plan.message)
    steps = {step.name: _step(plan, step, folder, place, wanted) for step in plan.runs}
    (folder / "steps.json").write_text(json.dumps(steps), encoding="utf-8")
    (folder / "by_hand.py").write_text(SCRIPT, encoding="utf-8")
    return [sys.executable, folder / "by_hand.py", folder / "steps.json"]


def laid_out_together(files: Sequence[Path], workflow: str, folder: Path) -> list[str | Path]:
    """Lay out a folder for each operator with all files as its items, and return the command as :func:`laid_out`."""
    found = catalogue_of()
    starter = Processes(operators=found.operators, cache=media_cache().parent)
    place = Workplace(output=folder / "results", catalogue=found, starter=starter, share=machine())
    plans = {}
    for number, file in enumerate(files):
        plan = plan_run(RunRequest(name="by-hand", file=file, workflow=workflow), place)
        if isinstance(plan, RunRefused):
            raise SystemExit(plan.message)
        plans[f"{number:04d}"] = (plan, file)
    first = plans["0000"][0]
    steps = {step.name: _step_of_all(step.name, plans, folder, place) for step in first.runs}
    (folder / "steps.json").write_text(json.dumps(steps), encoding="utf-8")
    (folder / "by_hand.py").write_text(SCRIPT, encoding="utf-8")
    return [sys.executable, folder / "by_hand.py", folder / "steps.json"]


def _step_of_all(
    name: str, plans: Mapping[str, tuple[Plan, Path]], folder: Path, place: Workplace
) -> dict[str, object]:
    sandbox = Sandbox(root=folder / name, log=folder / f"{name}.log")
    step = next(iter(plans.values()))[0].step(name)
    make_folders(sandbox, step)
    for item, (plan, file) in plans.items():
        inputs = sandbox.inputs / ITEMS / item
        inputs.mkdir(parents=True)
        place_inputs(inputs, plan, plan.step(name), Files(store=place.store, source=file))
        written = {
            output.key: folder / each.name / "out" / ITEMS / item / output.file
            for each in plan.steps
            for output in each.outputs
        }
        for wired in plan.step(name).inputs:
            link = inputs / wired.name
            link.unlink(missing_ok=True)
            link.symlink_to(file if wired.from_source else written[wired.key])
    return _started(step, sandbox, place)


def _step(plan: Plan, step: Step, folder: Path, place: Workplace, wanted: RunRequest) -> dict[str, object]:
    sandbox = Sandbox(root=folder / step.name, log=folder / f"{step.name}.log")
    prepare(sandbox, plan, step, Files(store=place.store, source=wanted.file))
    written = {output.key: folder / each.name / "out" / output.file for each in plan.steps for output in each.outputs}
    for wired in step.inputs:
        link = sandbox.inputs / wired.name
        link.unlink(missing_ok=True)
        link.symlink_to(wanted.file if wired.from_source else written[wired.key])
    return _started(step, sandbox, place)


def _started(step: Step, sandbox: Sandbox, place: Workplace) -> dict[str, object]:
    launch = place.starter.launch(step, sandbox, max(1, int(place.share.cpu)))
    return {
        "after": list(step.depends),
        "command": list(launch.command),
        "environment": dict(launch.environment),
        "folder": str(launch.folder),
    }
