"""What the chart writes is what is read."""

import pytest

from media_insights.domain.sources.tenancy import SourceRule, tenant_of
from media_insights.errors import InvalidSettings
from media_insights.settings import controller as settings

DECLARED = {"MEDIA_INSIGHTS_RUN_CREDENTIALS": "iamUsers"}


def test_how_runs_get_credentials_is_all_that_must_be_said() -> None:
    read = settings.read(DECLARED)
    assert read.namespace == "media-insights"
    assert (read.health_port, read.metrics_port) == (8080, 9090)
    assert read.gpu.enabled is False


def test_everything_is_read() -> None:
    read = settings.read(
        {
            **DECLARED,
            "MEDIA_INSIGHTS_S3_ENDPOINT": "http://s3.media.svc:7070",
            "MEDIA_INSIGHTS_S3_BUCKET": "films",
            "MEDIA_INSIGHTS_GPU_ENABLED": "true",
            "MEDIA_INSIGHTS_GPU_TOLERATIONS": '[{"key": "nvidia.com/gpu", "operator": "Exists"}]',
            "MEDIA_INSIGHTS_GPU_NODE_SELECTOR": '{"gpu": "yes"}',
            "MEDIA_INSIGHTS_TENANTS": '[{"namespace": "news", "sources": [{"bucket": "footage", "prefix": "2026/"}]}]',
            "MEDIA_INSIGHTS_ARGO_UI_URL": "https://argo.example/",
            "MEDIA_INSIGHTS_HEALTH_PORT": "18080",
            "MEDIA_INSIGHTS_OUTPUT_GUARD": "/app/guard/argoexec",
        }
    )
    assert read.store.address.url == "http://s3.media.svc:7070"
    assert read.gpu.tolerations[0]["key"] == "nvidia.com/gpu"
    assert read.gpu.node_selector == {"gpu": "yes"}
    assert read.tenants[0].sources == (SourceRule(bucket="footage", prefix="2026/"),)
    assert read.argo_ui_url == "https://argo.example"
    assert read.health_port == 18080
    assert read.pods.output_guard == "/app/guard/argoexec"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GPU_ENABLED", "perhaps"),
        ("TENANTS", "{"),
        ("TENANTS", '{"namespace": "a"}'),
        ("TENANTS", '[{"sources": []}]'),
        ("S3_ENDPOINT", "https://s3.example.com/minio"),
        ("HEALTH_PORT", "http"),
        ("GPU_NODE_SELECTOR", "[1]"),
    ],
)
def test_a_wrong_value_names_its_variable(name: str, value: str) -> None:
    with pytest.raises(InvalidSettings, match=f"MEDIA_INSIGHTS_{name}"):
        settings.read({**DECLARED, f"MEDIA_INSIGHTS_{name}": value})


@pytest.mark.parametrize(("present", "absent"), [("ACCESS", "SECRET"), ("SECRET", "ACCESS")])
def test_half_of_the_store_s_credentials_names_both_settings(present: str, absent: str) -> None:
    sentence = (
        f"MEDIA_INSIGHTS_S3_{present}_KEY is set, but MEDIA_INSIGHTS_S3_{absent}_KEY is not: set both, or neither"
    )
    with pytest.raises(InvalidSettings, match=sentence):
        settings.read(DECLARED | {f"MEDIA_INSIGHTS_S3_{present}_KEY": "k"})
    assert settings.read(
        DECLARED | {"MEDIA_INSIGHTS_S3_ACCESS_KEY": "a", "MEDIA_INSIGHTS_S3_SECRET_KEY": "b"}
    ).store.secret_key


def test_a_tenant_without_an_entry_may_name_its_own_uploads_only() -> None:
    (rule,) = tenant_of((), "newsroom", "films").sources
    assert str(rule) == "s3://films/public/upload/newsroom/"


def test_sources_are_read_and_deleted_only_where_that_is_said() -> None:
    def permissions(text: str) -> list[tuple[str, ...]]:
        source = f'{{"bucket": "footage"{text}}}'
        found = settings.read(
            DECLARED | {"MEDIA_INSIGHTS_TENANTS": f'[{{"namespace": "newsroom", "sources": [{source}]}}]'}
        )
        return [rule.permissions for tenant in found.tenants for rule in tenant.sources]

    assert permissions("") == [("Read",)]
    assert permissions(', "permissions": ["Read", "Delete"]') == [("Read", "Delete")]
    with pytest.raises(InvalidSettings, match="permissions of a source must be of Read, Delete"):
        permissions(', "permissions": ["Write"]')


def test_a_star_speaks_for_all_others() -> None:
    read = settings.read(
        DECLARED | {"MEDIA_INSIGHTS_TENANTS": '[{"namespace": "*", "bucket": "shared", "prefix": "in/"}]'}
    )
    assert [str(rule) for rule in tenant_of(read.tenants, "any", "films").sources[1:]] == ["s3://shared/in/"]


def test_ids_of_pods_are_the_usual_ones_fewer_or_none() -> None:
    def identity(text: str) -> dict[str, int]:
        return dict(settings.read(DECLARED | {"MEDIA_INSIGHTS_OPERATOR_IDENTITY": text}).pods.identity)

    assert identity("") == {"runAsUser": 65532, "runAsGroup": 65532, "fsGroup": 65532}
    assert identity('{"runAsUser": 1001, "fsGroup": null}') == {"runAsUser": 1001}
    assert identity("{}") == {}


@pytest.mark.parametrize("text", ['{"runAsUser": "root"}', '{"privileged": 1}', "[]"])
def test_ids_that_are_none_are_refused(text: str) -> None:
    with pytest.raises(InvalidSettings, match="MEDIA_INSIGHTS_OPERATOR_IDENTITY"):
        settings.read(DECLARED | {"MEDIA_INSIGHTS_OPERATOR_IDENTITY": text})


def test_nobody_may_leave_open_whether_runs_have_keys_of_their_own() -> None:
    for kind in ("", "iam", "none"):
        with pytest.raises(InvalidSettings, match=r"MEDIA_INSIGHTS_RUN_CREDENTIALS is .* say iamUsers or assumeRole"):
            settings.read({"MEDIA_INSIGHTS_RUN_CREDENTIALS": kind})


def test_a_role_is_named_and_its_sessions_last_as_long_as_sts_allows() -> None:
    asked = {"MEDIA_INSIGHTS_RUN_CREDENTIALS": "assumeRole"}
    with pytest.raises(InvalidSettings, match="MEDIA_INSIGHTS_RUN_ROLE"):
        settings.read(asked)
    role = {**asked, "MEDIA_INSIGHTS_RUN_ROLE": "arn:aws:iam::1:role/runs"}
    assert settings.read(role).run_credentials.seconds == 3600
    for seconds in ("899", "43201", "an hour"):
        with pytest.raises(InvalidSettings, match="MEDIA_INSIGHTS_RUN_SESSION_SECONDS"):
            settings.read({**role, "MEDIA_INSIGHTS_RUN_SESSION_SECONDS": seconds})


def test_rounds_beside_the_decisions_have_seconds_between_them() -> None:
    assert (settings.read(DECLARED).copy_seconds, settings.read(DECLARED).measure_seconds) == (60, 30)
    read = settings.read({**DECLARED, "MEDIA_INSIGHTS_COPY_SECONDS": "1", "MEDIA_INSIGHTS_MEASURE_SECONDS": "2.5"})
    assert (read.copy_seconds, read.measure_seconds) == (1, 2.5)


@pytest.mark.parametrize("wrong", ["0", "nan", "86401", "often"])
def test_rounds_without_an_end_or_a_pause_are_refused(wrong: str) -> None:
    with pytest.raises(InvalidSettings, match="MEDIA_INSIGHTS_COPY_SECONDS"):
        settings.read({**DECLARED, "MEDIA_INSIGHTS_COPY_SECONDS": wrong})
