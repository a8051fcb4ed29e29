"""How the program that examines outputs comes into a pod, and is found there before Argo's own."""

import json
from dataclasses import replace
from typing import Any

from media_insights.compile.output_guard import FOLDER
from tests.unit.compile.compiled import SETTINGS, compiled, templates

WITH_GUARD = replace(SETTINGS, output_guard=True)


def test_each_pod_has_it_from_the_run_s_own_secret_and_can_run_it() -> None:
    manifest = compiled(settings=WITH_GUARD)
    [volume] = [each for each in manifest["spec"]["volumes"] if "secret" in each]
    assert volume["secret"] == {
        "secretName": "media-insights-run-uid-of-run-1",
        "items": [{"key": "output-guard", "path": "argoexec", "mode": 0o555}],
        "optional": True,
    }
    for each in templates(manifest).values():
        [mount] = [one for one in each["container"]["volumeMounts"] if one["name"] == volume["name"]]
        assert (mount["mountPath"], mount["readOnly"]) == (FOLDER, True)


def test_it_is_found_before_argo_s_in_the_wait_container_alone() -> None:
    manifest = compiled(settings=WITH_GUARD)
    patch = json.loads(manifest["spec"]["podSpecPatch"])
    [path] = [each["value"] for each in _wait(patch)["env"] if each["name"] == "PATH"]
    assert path.startswith(f"/mainctrfs{FOLDER}:/usr/local/sbin:")
    assert all("PATH" not in json.dumps(each) for each in patch["initContainers"])
    variables = [each["name"] for one in templates(manifest).values() for each in one["container"].get("env", [])]
    assert "PATH" not in variables


def test_an_installation_without_it_has_nothing_of_it() -> None:
    manifest = compiled()
    assert "PATH" not in {each["name"] for each in _wait(json.loads(manifest["spec"]["podSpecPatch"]))["env"]}
    assert "output-guard" not in json.dumps(manifest)


def _wait(patch: dict[str, Any]) -> dict[str, Any]:
    [wait] = patch["containers"]
    assert wait["name"] == "wait"
    return dict(wait)
