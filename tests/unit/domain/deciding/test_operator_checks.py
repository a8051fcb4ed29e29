"""What keeps an operator out of the catalogue."""

import pytest
from pydantic import ValidationError

from media_insights.domain.deciding.operator_checks import check_operator
from tests.unit.builders import CATALOGUE, operator


@pytest.mark.parametrize("name", CATALOGUE)
def test_a_right_operator_has_no_problems(name: str) -> None:
    assert check_operator(CATALOGUE[name]) == ()


@pytest.mark.parametrize(
    ("parameters", "problem"),
    [
        ({"size": {"type": "nummer"}}, "spec.parameters.size.type: is not JSON Schema"),
        (
            {"size": {"type": "integer", "default": "3"}},
            'spec.parameters.size.default: must be a whole number, not the text "3"',
        ),
        (
            {"size": {"type": "string", "pattern": "(?!x)"}},
            "spec.parameters.size.pattern: is no pattern that is matched",
        ),
        ({"enabled": {"type": "boolean"}}, "spec.parameters.enabled: enabled is understood for every operator"),
    ],
)
def test_a_parameter_is_refused(parameters: dict[str, object], problem: str) -> None:
    (found,) = check_operator(operator("x", parameters=parameters))
    assert str(found).startswith(problem)


@pytest.mark.parametrize(
    ("outputs", "problem"),
    [
        (
            [{"name": "a", "file": "a", "result": True}, {"name": "b", "file": "b", "result": True}],
            "spec.outputs[1].result: a is the main result already",
        ),
        (
            [{"name": "a", "file": "a", "result": True, "optional": True}],
            "spec.outputs[0]: the main result is always written",
        ),
        ([{"name": "a", "file": "a"}, {"name": "b", "file": "a"}], "spec.outputs: two entries have the file a"),
        (
            [{"name": "a", "file": "a", "media": "Text"}, {"name": "b", "file": "b", "media": "Text"}],
            "spec.outputs: two entries have the media Text",
        ),
        (
            [{"name": "a", "file": "a", "media": "Text", "from": ["Audio"]}],
            "spec.outputs[0].from: Audio is no medium of",
        ),
    ],
)
def test_an_output_is_refused(outputs: list[dict[str, object]], problem: str) -> None:
    (found,) = check_operator(operator("x", "Video", outputs=outputs))
    assert str(found).startswith(problem)


@pytest.mark.parametrize(
    ("secret", "problem"),
    [
        ({"name": "x"}, "spec.access.secret.keys: is empty: name the keys that the operator reads"),
        ("x", "spec.access.secret.keys: is empty: name the keys that the operator reads"),
        ({"name": "media-insights-store", "keys": ["A"]}, "spec.access.secret.name: media-insights-store holds"),
        *(
            ({"name": "x", "keys": ["API_KEY", key]}, f"spec.access.secret.keys[1]: {key} steers the process")
            for key in (
                *("PYTHONPATH", "PYTHONSTARTUP", "LD_PRELOAD", "LD_LIBRARY_PATH", "PATH", "HOME", "BASH_ENV", "ENV"),
                *("NODE_OPTIONS", "PERL5LIB", "JAVA_TOOL_OPTIONS", "OPENSSL_CONF", "SSL_CERT_FILE", "https_proxy"),
                *("OPENSSL_ENGINES", "OMP_TOOL_LIBRARIES", "GST_PLUGIN_PATH", "DOTNET_STARTUP_HOOKS", "CLASSPATH"),
                *("GODEBUG", "PIP_INDEX_URL", "UV_INDEX_URL", "LUA_INIT", "R_PROFILE", "TMP", "VIRTUAL_ENV"),
                *("AWS_ENDPOINT_URL_S3", "MEDIA_INSIGHTS_STORE", "ARGO_PROGRESS_FILE", "STUB", "GCONV_PATH"),
            )
        ),
    ],
)
def test_a_secret_s_keys_are_named_and_steer_nothing(secret: object, problem: str) -> None:
    (found,) = check_operator(operator("x", access={"secret": secret}))
    assert str(found).startswith(problem)
    assert found.reason == "InvalidAccess"


def test_keys_of_the_operator_s_own_are_right() -> None:
    keys = [
        "OPENAI_API_KEY",
        "WEBHOOK_URL",
        "WEBHOOK_CA_CERTIFICATE",
        "ENVIRONMENT",
        "PATHS",
        "HOMEPAGE",
        "TEMPERATURE",
    ]
    assert check_operator(operator("x", access={"secret": {"name": "x", "keys": keys}})) == ()


@pytest.mark.parametrize(
    ("variable", "problem"),
    [
        *(
            ({"name": name, "value": "x"}, f"spec.environment[0].name: {name} steers the process")
            for name in ("PATH", "PYTHONPATH", "LD_PRELOAD", "AWS_REGION", "MEDIA_INSIGHTS_IN", "HTTPS_PROXY", "aws_x")
        ),
        ({"name": "KEY", "value": "x"}, "spec.environment[0].name: KEY is a key of access.secret"),
        ({"name": "A", "value": "{{workflow.name}}"}, 'spec.environment[0].value: holds "{{"'),
        ({"name": "A", "parameter": "mod"}, "spec.environment[0].parameter: mod is no parameter; did you mean mode?"),
        ({"name": "A", "parameter": "many"}, "spec.environment[0].parameter: many is no string, number or boolean"),
    ],
)
def test_variables_are_the_operator_s_own_and_have_values(variable: dict[str, str], problem: str) -> None:
    parameters = {"mode": {"type": "string"}, "many": {"type": "array"}}
    spec = operator(
        "x", environment=[variable], parameters=parameters, access={"secret": {"name": "s", "keys": ["KEY"]}}
    )
    (found,) = check_operator(spec)
    assert str(found).startswith(problem)
    assert found.reason == "InvalidEnvironment"


def test_variables_with_values_and_of_parameters_are_right_and_each_is_named_once() -> None:
    parameters = {"role": {"type": "string"}, "many": {"type": "integer"}}
    own = [{"name": "NLTK_DATA", "value": "/app/nltk_data"}, {"name": "translateRole", "parameter": "role"}]
    assert check_operator(operator("x", environment=own, parameters=parameters)) == ()
    (found,) = check_operator(operator("x", environment=[own[0], own[0]]))
    assert str(found) == "spec.environment: two entries have the name NLTK_DATA: each name is used once"


@pytest.mark.parametrize("told", [{}, {"value": "x", "parameter": "y"}])
def test_a_variable_has_one_value(told: dict[str, str]) -> None:
    with pytest.raises(ValidationError, match="a variable has a value, or takes that of a parameter"):
        operator("x", environment=[{"name": "A", **told}])


@pytest.mark.parametrize("declared", [{}, {"as": {"type": "integer"}}])
def test_what_names_the_result_is_a_string_parameter(declared: dict[str, object]) -> None:
    (found,) = check_operator(operator("x", parameters=declared, resultParameter="as"))
    assert str(found) == (
        'spec.resultParameter: as is no parameter of type string: declare it in spec.parameters, default ""'
    )


@pytest.mark.parametrize(
    ("when", "problem"),
    [
        (
            {"parameter": "mod", "values": ["accurate"]},
            "spec.models[1].neededWhen.parameter: mod is no parameter; did you mean mode?",
        ),
        (
            {"parameter": "mode", "values": ["fast", "acurate"]},
            'spec.models[1].neededWhen.values[1]: must be "fast" or "accurate", not "acurate"; did you mean accurate?',
        ),
    ],
)
def test_a_need_of_a_model_that_never_holds_is_refused(when: dict[str, object], problem: str) -> None:
    mode = {"type": "string", "enum": ["fast", "accurate"], "default": "fast"}
    models = [{"name": "always"}, {"name": "network", "neededWhen": when}]
    (found,) = check_operator(operator("x", parameters={"mode": mode}, models=models))
    assert (str(found), found.reason) == (problem, "InvalidModels")


def test_a_need_of_access_that_never_holds_is_refused() -> None:
    mode = {"type": "string", "enum": ["auto", "endpoint"], "default": "auto"}
    access = {"network": "Egress", "neededWhen": {"parameter": "engine", "values": ["endpont"]}}
    (found,) = check_operator(operator("x", parameters={"engine": mode}, access=access))
    assert found.reason == "InvalidAccess"
    assert str(found).startswith('spec.access.neededWhen.values[0]: must be "auto" or "endpoint", not "endpont"')


DIGEST = f"sha256:{7:064x}"
SOURCES: list[tuple[dict[str, object], str]] = [
    ({"image": f"m@{DIGEST}"}, ""),
    ({"claim": "m", "digest": DIGEST, "folder": "a/b", "mode": "Replace"}, ""),
    ({"digest": DIGEST}, "spec.modelSource: models lie in an image or in a claim: set one of the two"),
]


@pytest.mark.parametrize(("source", "problem"), SOURCES)
def test_models_of_the_cluster_lie_in_an_image_or_a_claim(source: dict[str, object], problem: str) -> None:
    assert [str(each) for each in check_operator(operator("x", modelSource=source))] == ([problem] if problem else [])


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ({"image": f"m@{DIGEST}", "claim": "m"}, "set one of the two"),
        ({"image": "m:latest"}, "an image of models is named by its digest"),
        ({"claim": "m"}, "models in a claim have a declared digest"),
        ({"claim": "../m", "digest": DIGEST}, "claim"),
        ({"claim": "m", "digest": "sha256:7"}, "digest"),
        ({"claim": "m", "digest": DIGEST, "folder": "../secrets"}, "folder"),
        ({"claim": "m", "digest": DIGEST, "folder": "/etc"}, "folder"),
        ({"hostPath": "/"}, "hostPath"),
    ],
)
def test_models_that_lie_elsewhere_or_are_not_pinned_are_refused(source: dict[str, object], sentence: str) -> None:
    with pytest.raises(ValidationError, match=sentence):
        operator("x", modelSource=source)
