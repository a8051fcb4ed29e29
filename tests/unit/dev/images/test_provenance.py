"""For each image there is a statement of what it was made from."""

import hashlib
import json
import subprocess
from pathlib import Path

import pytest

from dev.images import image_specs, provenance
from dev.images.places import CHECKOUT, Places
from dev.images.provenance import Maker, Source


def test_a_statement_names_the_image_and_what_it_was_made_from(tmp_path: Path) -> None:
    spec = image_specs.products(Places(CHECKOUT, tmp_path))["transcribe"]
    name = "registry.example/media/transcribe:abc"
    statement = provenance.statement_of(
        spec,
        f"{name}@sha256:12",
        "sha256:12",
        Source("c0ffee", is_clean=False),
        Maker("buildah", {"accelerator": "cpu"}),
    )
    assert statement["_type"] == "https://in-toto.io/Statement/v1"
    assert statement["predicateType"] == "https://slsa.dev/provenance/v1"
    assert statement["subject"] == [{"name": name, "digest": {"sha256": "12"}}]
    made = statement["predicate"]["buildDefinition"]
    assert made["externalParameters"] == {"image": "transcribe", "accelerator": "cpu"}
    assert made["internalParameters"]["sourceIsClean"] is False
    digests = {each["name"]: each["digest"] for each in made["resolvedDependencies"]}
    lock = (CHECKOUT / "operators-images/transcribe/uv.lock").read_bytes()
    assert digests["transcribe/uv.lock"] == {"sha256": hashlib.sha256(lock).hexdigest()}
    assert digests["source"] == {"gitCommit": "c0ffee"}
    provenance.write(statement, tmp_path / "provenance")
    assert json.loads((tmp_path / "provenance/transcribe.provenance.json").read_text()) == statement


def test_git_says_which_commit_and_whether_it_was_changed(tmp_path: Path) -> None:
    git = ["git", "-C", str(tmp_path), "-c", "user.name=a", "-c", "user.email=a@example.com"]
    subprocess.run([*git, "init", "--quiet"], check=True, timeout=60)
    (tmp_path / "file").write_text("1")
    subprocess.run([*git, "add", "file"], check=True, timeout=60)
    subprocess.run([*git, "commit", "--quiet", "-m", "one"], check=True, timeout=60)
    clean = provenance.source_of(tmp_path)
    assert len(clean.commit) == 40
    assert clean.is_clean
    (tmp_path / "file").write_text("2")
    assert provenance.source_of(tmp_path) == Source(clean.commit, is_clean=False)


def test_without_git_nothing_is_claimed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert provenance.source_of(tmp_path / "absent") == Source("", is_clean=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert provenance.source_of(CHECKOUT) == Source("", is_clean=False)
