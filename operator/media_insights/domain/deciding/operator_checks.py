"""Checks of an operator before it is accepted to the catalogue, beyond its schema in the cluster."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from jsonschema import Draft202012Validator, SchemaError, ValidationError

from media_insights.api.v1alpha1 import MediaOperatorSpec, reasons
from media_insights.api.v1alpha1.operator_index import Index
from media_insights.api.v1alpha1.operator_model_source import ONE_PLACE
from media_insights.api.v1alpha1.operator_needs import NeededWhen
from media_insights.domain.planning import parameter_schemas, variables
from media_insights.domain.planning.parameters import ENABLED, outside_schema
from media_insights.domain.planning.problems import Problem
from media_insights.domain.planning.schema_errors import sentence_of
from media_insights.domain.sources.tenancy import RETIRED_SECRET, RUN_SECRET
from media_insights.domain.wording import shown, suggestion
from media_insights.results.moments import invalid_paths, title_fields


def check_operator(spec: MediaOperatorSpec) -> tuple[Problem, ...]:
    """Return everything that keeps an operator from being accepted."""
    return tuple(problem for rule in _RULES for problem in rule(spec))


def _one_main_result(spec: MediaOperatorSpec) -> Iterator[Problem]:
    mains = [index for index, output in enumerate(spec.outputs) if output.result]
    for index in mains[1:]:
        yield Problem(
            path=f"spec.outputs[{index}].result",
            message=f"{spec.outputs[mains[0]].name} is the main result already: set result: true once",
            reason=reasons.INVALID_OUTPUTS,
        )


def _main_result_is_always_written(spec: MediaOperatorSpec) -> Iterator[Problem]:
    for index, output in enumerate(spec.outputs):
        if output.result and (output.optional or output.from_):
            yield Problem(
                path=f"spec.outputs[{index}]",
                message="the main result is always written: remove optional and from",
                reason=reasons.INVALID_OUTPUTS,
            )


def _names_are_unique(spec: MediaOperatorSpec) -> Iterator[Problem]:
    lists = (
        ("inputs", "name", [each.name for each in spec.inputs]),
        ("environment", "name", [each.name for each in spec.environment]),
        ("outputs", "name", [each.name for each in spec.outputs]),
        ("outputs", "file", [each.file for each in spec.outputs]),
        ("outputs", "media", [each.media for each in spec.outputs if each.media]),
    )
    for part, field, names in lists:
        for name in sorted({name for name in names if names.count(name) > 1}):
            yield Problem(
                path=f"spec.{part}",
                message=f"two entries have the {field} {name}: each {field} is used once",
                reason=f"Invalid{part.capitalize()}",
            )


def _sources_of_outputs_are_read(spec: MediaOperatorSpec) -> Iterator[Problem]:
    read = {medium for each in spec.inputs for medium in each.media or ()}
    for index, output in enumerate(spec.outputs):
        unread = [medium for medium in output.from_ or () if medium not in read]
        if unread:
            yield Problem(
                path=f"spec.outputs[{index}].from",
                message=f"{unread[0]} is no medium of any input: name media that the operator reads",
                reason=reasons.INVALID_OUTPUTS,
            )


def _parameters_are_schemas(spec: MediaOperatorSpec) -> Iterator[Problem]:
    for name, schema in spec.parameters.items():
        path = f"spec.parameters.{name}"
        if name == ENABLED:
            yield _parameter(path, "enabled is understood for every operator: give the parameter another name")
            continue
        try:
            Draft202012Validator.check_schema(schema)
        except SchemaError as error:
            yield _parameter(_under(path, error), f"is not JSON Schema (draft 2020-12): {sentence_of(error)}")
            continue
        unusable = [_parameter(f"{path}{place}", says) for place, says in parameter_schemas.unusable_in(schema)]
        yield from unusable or _default_fits(path, schema)


def _default_fits(path: str, schema: dict[str, object]) -> Iterator[Problem]:
    """A default that its own schema refuses would fail every run."""
    if "default" in schema:
        for error in parameter_schemas.errors_of(schema, schema["default"]):
            yield _parameter(f"{path}.default", sentence_of(error))


def _under(path: str, error: ValidationError | SchemaError) -> str:
    return ".".join((path, *map(str, error.absolute_path)))


def _parameter(path: str, message: str) -> Problem:
    return Problem(path=path, message=message, reason=reasons.INVALID_PARAMETERS)


def _index_can_be_read(spec: MediaOperatorSpec) -> Iterator[Problem]:
    if spec.index is None:
        return
    for place, sentence in invalid_paths(spec.index):
        yield Problem(path=f"spec.index.{place}", message=sentence, reason=reasons.INVALID_INDEX)
    yield from _index_names_its_own_fields(spec.index)


def _index_names_its_own_fields(index: Index) -> Iterator[Problem]:
    own = {*index.fields, *index.common}
    named = [
        ("title", title_fields(index.title) if index.title else ()),
        ("types", tuple(index.types)),
        ("stretch.by", index.stretch.by if index.stretch else ()),
        ("samples.by", tuple(index.samples.by) if index.samples else ()),
    ]
    for place, names in named:
        for name in (name for name in names if name not in own):
            known = ", ".join(sorted(own)) or "none"
            message = f"{name} is no field of the index: name one of them ({known})"
            yield Problem(path=f"spec.index.{place}", message=message, reason=reasons.INVALID_INDEX)


def _names_of_objects_are_parameters(spec: MediaOperatorSpec) -> Iterator[Problem]:
    for index, wanted in enumerate(spec.inputs):
        name = wanted.parameter
        if name is None or spec.parameters.get(name, {}).get("type") == "string":
            continue
        path = f"spec.inputs[{index}].{'file' if wanted.file else 'collection'}.parameter"
        message = f'{name} is no parameter of type string: declare it in spec.parameters, default ""'
        yield Problem(path=path, message=message, reason=reasons.INVALID_INPUTS)


def _the_result_is_named_by_a_parameter(spec: MediaOperatorSpec) -> Iterator[Problem]:
    name = spec.result_parameter
    if name and spec.parameters.get(name, {}).get("type") != "string":
        message = f'{name} is no parameter of type string: declare it in spec.parameters, default ""'
        yield Problem(path="spec.resultParameter", message=message, reason=reasons.INVALID_OUTPUTS)


def _needs_can_hold(spec: MediaOperatorSpec) -> Iterator[Problem]:
    for index, model in enumerate(spec.models):
        if model.needed_when:
            path = f"spec.models[{index}].neededWhen"
            yield from _need_can_hold(spec, model.needed_when, path, reasons.INVALID_MODELS)
    if spec.access.needed_when:
        yield from _need_can_hold(spec, spec.access.needed_when, "spec.access.neededWhen", reasons.INVALID_ACCESS)


def _need_can_hold(spec: MediaOperatorSpec, when: NeededWhen, path: str, reason: str) -> Iterator[Problem]:
    if when.parameter not in spec.parameters:
        sentence = f"{when.parameter} is no parameter{suggestion(when.parameter, list(spec.parameters))}"
        yield Problem(path=f"{path}.parameter", message=sentence, reason=reason)
        return
    for place, value in enumerate(when.values):
        for problem in outside_schema(f"{path}.values[{place}]", spec.parameters[when.parameter], value):
            yield replace(problem, reason=reason)


def _mounted_models_have_a_place(spec: MediaOperatorSpec) -> Iterator[Problem]:
    """A digest alone is what the embedded engine writes, where the folder is the caller's."""
    source = spec.model_source
    if source and not source.image and not source.claim:
        yield Problem(path="spec.modelSource", message=ONE_PLACE, reason=reasons.INVALID_MODELS)
    if source and spec.suspend:
        message = "an operator that waits for a person has no models: take modelSource away"
        yield Problem(path="spec.modelSource", message=message, reason=reasons.INVALID_MODELS)


def _credentials_come_by_their_own_field(spec: MediaOperatorSpec) -> Iterator[Problem]:
    name = spec.access.secret.name if spec.access.secret else ""
    if name == RETIRED_SECRET or name.startswith(RUN_SECRET):
        message = f"{name} holds the store's credentials: ask for access.objectStore instead"
        yield Problem(path="spec.access.secret.name", message=message, reason=reasons.INVALID_ACCESS)


def _keys_of_the_secret_steer_nothing(spec: MediaOperatorSpec) -> Iterator[Problem]:
    """Who may write the Secret decides its values: none may make the process run something else, or trust others."""
    secret = spec.access.secret
    if secret and not secret.keys:
        message = "is empty: name the keys that the operator reads; no others become environment variables"
        yield Problem(path="spec.access.secret.keys", message=message, reason=reasons.INVALID_ACCESS)
    for index, key in enumerate(secret.keys if secret else ()):
        if _STEERING.match(key):
            message = f"{key} steers the process or its libraries: give the key a name of the operator's own"
            yield Problem(path=f"spec.access.secret.keys[{index}]", message=message, reason=reasons.INVALID_ACCESS)


def _variables_steer_nothing_and_have_values(spec: MediaOperatorSpec) -> Iterator[Problem]:
    """Variables are the operator's own: none of those that the process, its libraries or the contract read."""
    secret = spec.access.secret.keys if spec.access.secret else ()
    for index, variable in enumerate(spec.environment):
        path = f"spec.environment[{index}]"
        if _STEERING.match(variable.name):
            message = f"{variable.name} steers the process or its libraries: an operator sets variables of its own only"
            yield _environment(f"{path}.name", message)
        elif variable.name in secret:
            yield _environment(f"{path}.name", f"{variable.name} is a key of access.secret: name it once")
        if wrong := variables.unusable(variable.value):
            yield _environment(f"{path}.value", f"holds {shown(wrong)}, which no variable can hold")
        if variable.parameter is not None:
            yield from _is_set_by(f"{path}.parameter", variable.parameter, spec)


def _is_set_by(path: str, parameter: str, spec: MediaOperatorSpec) -> Iterator[Problem]:
    schema = spec.parameters.get(parameter)
    if schema is None:
        yield _environment(path, f"{parameter} is no parameter{suggestion(parameter, spec.parameters)}")
    elif schema.get("type") not in _PLAIN:
        yield _environment(path, f"{parameter} is no string, number or boolean: give it such a type")


def _environment(path: str, message: str) -> Problem:
    return Problem(path=path, message=message, reason=reasons.INVALID_ENVIRONMENT)


_PLAIN = ("string", "number", "integer", "boolean")
"""Types of parameters whose values can be variables."""

_STEERING = re.compile(
    r"(PYTHON|LD_|DYLD_|GLIBC_|MALLOC_|NODE_|NPM_|PERL|RUBY|LUA_|R_|DOTNET_|JAVA_|JDK_|_JAVA_|BASH_|GIT_|PIP_|UV_|SSL_"
    r"|OPENSSL_|OMP_TOOL|GIO_|GST_|OCL_|MAGICK_|MEDIA_INSIGHTS_|ARGO_|AWS_)"
    r"|(PATH|HOME|ENV|IFS|SHELL|SHELLOPTS|PS4|TMP|TEMP|TMPDIR|STUB|GCONV_PATH|LOCPATH|NLSPATH|HOSTALIASES|RES_OPTIONS"
    r"|LOCALDOMAIN|CLASSPATH|VIRTUAL_ENV|GODEBUG|GOTRACEBACK|CURL_HOME|CURL_CA_BUNDLE|REQUESTS_CA_BUNDLE"
    r"|(HTTPS?|FTP|ALL|NO)_PROXY)$",
    re.IGNORECASE,
)
"""Variables that interpreters, loaders, libraries or this contract read, whatever an operator does."""


_RULES: tuple[Callable[[MediaOperatorSpec], Iterator[Problem]], ...] = (
    _names_are_unique,
    _one_main_result,
    _main_result_is_always_written,
    _sources_of_outputs_are_read,
    _parameters_are_schemas,
    _index_can_be_read,
    _names_of_objects_are_parameters,
    _the_result_is_named_by_a_parameter,
    _needs_can_hold,
    _mounted_models_have_a_place,
    _credentials_come_by_their_own_field,
    _keys_of_the_secret_steer_nothing,
    _variables_steer_nothing_and_have_values,
)
