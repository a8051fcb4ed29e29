"""Values as people type them: ``--set OPERATOR.KEY=VALUE`` of a configuration, ``--resume STAGE=JSON`` as an answer."""

import json
import re
from collections.abc import Iterable
from typing import Any

import yaml

from media_insights.cli.terminal.failures import USAGE, Failure

Configuration = dict[str, dict[str, Any]]

_ASSIGNMENT = re.compile(r"(?P<operator>[a-z0-9][a-z0-9-]*)\.(?P<key>[A-Za-z_][\w-]*)=(?P<value>.*)", re.DOTALL)
_SCALARS: tuple[tuple[str, type[Any]], ...] = (
    (r"[-+]?(0|[1-9][0-9]*)", int),
    (r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+|[0-9]+(?=[eE]))([eE][-+]?[0-9]+)?", float),
)
_WORDS = {"true": True, "false": False, "null": None, "~": None}
_STRUCTURED = ("[", "{", '"', "'")


def configuration_of(assignments: Iterable[str]) -> Configuration:
    """Return the configuration that the assignments write; the last one wins. Raises Failure for a wrong one."""
    configuration: Configuration = {}
    for assignment in assignments:
        match = _ASSIGNMENT.fullmatch(assignment)
        if match is None:
            raise Failure(
                f"--set {assignment!r}: write OPERATOR.KEY=VALUE, for instance label-detection.minConfidence=60",
                code=USAGE,
            )
        configuration.setdefault(match["operator"], {})[match["key"]] = value_of(match["value"])
    return configuration


def pairs_of(option: str, written: Iterable[str] | None, form: str) -> list[tuple[str, str]]:
    """Return name and value of each ``NAME=VALUE`` of an option. Raises Failure with the form that would be right."""
    pairs = [each.partition("=") for each in written or ()]
    for name, equals, _ in pairs:
        if not name or not equals:
            raise Failure(f"{option} {name!r}: write {option} {form}", code=USAGE)
    return [(name, value) for name, _, value in pairs]


def value_of(text: str) -> Any:
    """Return the value of a YAML 1.2 scalar, list or map; plain text stays text.

    YAML 1.2, not PyYAML's 1.1, in which the language code ``no`` is false, ``1:30`` is 90 and a date is no JSON.
    """
    word = text.strip()
    if word.startswith(_STRUCTURED):
        return _structured(word)
    if word.lower() in _WORDS:
        return _WORDS[word.lower()]
    for pattern, kind in _SCALARS:
        if re.fullmatch(pattern, word):
            return kind(word)
    return text


def answers_of(options: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return stage → data of ``STAGE`` or ``STAGE={"a": 1}``. Raises Failure when the data is no JSON object."""
    pairs = (option.partition("=") for option in options)
    return {stage: data_of(text or "{}") for stage, _, text in pairs}


def data_of(text: str) -> dict[str, Any]:
    """Return a JSON object. Raises Failure with what was wrong."""
    try:
        found = json.loads(text)
    except ValueError as error:
        raise Failure(
            f'the data {text!r} is no JSON ({error}): write for instance {{"approved": true}}', code=USAGE
        ) from error
    if not isinstance(found, dict):
        raise Failure(f'the data must be a JSON object, for instance {{"approved": true}}, not {text}', code=USAGE)
    return found


class _Loader(yaml.SafeLoader):
    """YAML whose plain scalars are read by :func:`value_of`."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - PyYAML's own protocol


def _plain(loader: yaml.SafeLoader, node: yaml.ScalarNode) -> Any:
    text = loader.construct_scalar(node)
    return value_of(text) if node.style is None else text


_Loader.add_constructor("tag:yaml.org,2002:str", _plain)


def _structured(text: str) -> Any:
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - a SafeLoader
    except yaml.YAMLError as error:
        reason = " ".join(str(error).split())
        raise Failure(f"--set value {text!r} is not YAML: {reason}", code=USAGE) from error
