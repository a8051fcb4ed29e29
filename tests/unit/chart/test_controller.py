from typing import Any

import pytest

from media_insights.domain.destinations import Destination
from media_insights.domain.queueing.limits import MAX_CONCURRENT, PER_NAMESPACE, limits_of
from media_insights.domain.sources.source_size import MAX_SOURCE
from media_insights.domain.sources.tenancy import SourceRule, Tenant
from media_insights.ports.audit import AuditLevel
from media_insights.settings import controller as settings
from media_insights.settings.audit import AuditSettings
from tests.unit.chart.conftest import Render, Rendered

IAM = {"endpoint": "https://iam.example"}
EXTERNAL = {"objectStore": {"external": {"endpoint": "https://s3.example:9000", "secretName": "mine", "iam": IAM}}}


def _settings(rendered: Rendered) -> settings.ControllerSettings:
    """The settings as the controller in the rendered Deployment reads them."""
    container = rendered.one("Deployment", "-controller")["spec"]["template"]["spec"]["containers"][0]
    fields = {"metadata.namespace": "media", "metadata.name": "pod-1"}
    variables = dict(rendered.one("ConfigMap", "-config")["data"])
    for each in container["env"]:
        source = each.get("valueFrom", {})
        if "fieldRef" in source:
            variables[each["name"]] = fields[source["fieldRef"]["fieldPath"]]
        elif "secretKeyRef" in source:
            variables[each["name"]] = source["secretKeyRef"]["key"]
    return settings.read(variables)


def test_the_environment_is_what_the_controller_reads(render: Render) -> None:
    read = _settings(render())
    assert (read.namespace, read.pod_name) == ("media", "pod-1")
    assert read.store.address.url == "http://media-insights-objectstore.media.svc:7070"
    assert (read.store.access_key, read.store.secret_key) == ("accesskey", "secretkey")
    assert read.store_secret == "media-insights-objectstore"
    assert read.limits_config_map == render().one("ConfigMap", "-limits")["metadata"]["name"]
    assert read.audit == AuditSettings(level=AuditLevel.ALL, replica="pod-1")


@pytest.mark.parametrize("level", list(AuditLevel))
def test_audit_records_are_switched(render: Render, level: AuditLevel) -> None:
    assert _settings(render({"audit": {"level": str(level)}})).audit.level is level


def test_an_existing_store_takes_the_place_of_the_embedded_one(render: Render) -> None:
    rendered = render(EXTERNAL)
    read = _settings(rendered)
    assert (read.store.address.url, read.store_secret) == ("https://s3.example:9000", "mine")
    assert not [each for each in rendered.objects if "objectstore" in each["metadata"]["name"]]


def test_the_stores_own_authority_is_mounted_where_the_setting_says(render: Render) -> None:
    external = EXTERNAL["objectStore"]["external"] | {"caSecretName": "ca"}
    rendered = render({"objectStore": {"external": external}})
    pod = rendered.pods()["media-insights-controller"]
    [mount] = [each for each in pod["containers"][0]["volumeMounts"] if each["name"] == "store-ca"]
    assert _settings(rendered).store.ca_file == f"{mount['mountPath']}/ca.crt"


def test_tenants_gpus_and_variables_arrive_as_values_say(render: Render) -> None:
    read = _settings(
        render(
            {
                "multiTenant": False,
                "tenants": [{"namespace": "news", "sources": [{"bucket": "footage", "prefix": "a/"}], "secret": "s"}],
                "gpu": {"enabled": True, "nodeSelector": {"pool": "gpu"}, "runtimeClassName": "nvidia"},
                "operators": {"environment": {"STUB": "1"}, "egress": ["203.0.113.0/24"]},
                "image": {"pullSecrets": ["pull"]},
            }
        )
    )
    assert read.tenants == (Tenant(namespace="news", sources=(SourceRule(bucket="footage", prefix="a/"),), secret="s"),)
    assert (read.gpu.enabled, dict(read.gpu.node_selector), read.gpu.runtime_class) == (True, {"pool": "gpu"}, "nvidia")
    assert read.gpu.tolerations[0]["key"] == "nvidia.com/gpu"
    assert read.pods.environment == {"STUB": "1"}
    assert read.destinations.outside == Destination(networks=("203.0.113.0/24",), ports=(443,))
    assert read.images.pull_secrets == ("pull",)


def test_limits_are_numbers_by_name(render: Render) -> None:
    limits = {"maxConcurrentExecutions": 7, "perNamespace": 3, "weights": {"newsroom": 2}, "maxSourceBytes": "5Gi"}
    assert render({"limits": limits | {"resources": {"nvidia.com/gpu": 2}}}).one("ConfigMap", "-limits")["data"] == {
        MAX_CONCURRENT: "7",
        PER_NAMESPACE: "3",
        MAX_SOURCE: "5Gi",
        "weights.newsroom": "2",
        "resources.nvidia.com__gpu": "2",
    }


def test_what_may_be_stored_is_a_quantity_for_all_and_for_single_namespaces(render: Render) -> None:
    wanted = {"storagePerNamespace": "500Gi", "storage": {"newsroom": "2Ti"}}
    data = render({"limits": wanted}).one("ConfigMap", "-limits")["data"]
    assert limits_of(data).most_stored("newsroom") == 2 * 2**40
    assert limits_of(data).most_stored("sports") == 500 * 2**30


def test_by_default_a_namespace_has_no_limit_of_its_own(render: Render) -> None:
    assert render().one("ConfigMap", "-limits")["data"] == {MAX_CONCURRENT: "20", MAX_SOURCE: "100Gi"}


def test_a_changed_limit_does_not_restart_the_controller_but_a_changed_setting_does(render: Render) -> None:
    def template(values: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = render(values).one("Deployment", "-controller")["spec"]["template"]
        return found

    assert template({}) == template({"limits": {"maxConcurrentExecutions": 7}})
    assert template({}) != template({"gpu": {"enabled": True}})


@pytest.mark.parametrize("values", [{}, EXTERNAL, {"objectStore": {"embedded": {"persistence": {"enabled": False}}}}])
def test_every_pod_meets_the_restricted_standard(render: Render, values: dict[str, Any]) -> None:
    pods = render(values).pods()
    assert pods
    for name, pod in pods.items():
        assert pod["securityContext"]["runAsNonRoot"], name
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}, name
        for container in [*pod["containers"], *pod.get("initContainers", [])]:
            context = container["securityContext"]
            assert context["allowPrivilegeEscalation"] is False, name
            assert context["readOnlyRootFilesystem"] is True, name
            assert context["capabilities"] == {"drop": ["ALL"]}, name
            assert container["resources"]["limits"]["memory"], name
            assert container["resources"]["requests"]["cpu"], name


def test_every_pod_is_pulled_with_the_same_secrets_and_knows_no_other_service(render: Render) -> None:
    pods = render({"image": {"pullSecrets": ["pull"]}}).pods()
    assert len(pods) == 4, "controller, object store, catalogue and test"
    for name, pod in pods.items():
        assert pod["imagePullSecrets"] == [{"name": "pull"}], name
        assert pod["enableServiceLinks"] is False, name
    assert not [pod for pod in render().pods().values() if "imagePullSecrets" in pod]


def test_who_pods_run_as_is_one_value_for_ours_and_operators(render: Render) -> None:
    ids = {"runAsUser": 1001, "runAsGroup": 1002, "fsGroup": 1003}
    chosen = render({"podSecurity": ids, "hostUsers": False})
    assert _settings(chosen).pods.identity == ids
    assert _settings(chosen).pods.host_users is False
    for name, pod in chosen.pods().items():
        assert ids.items() <= pod["securityContext"].items(), name
        assert pod["hostUsers"] is False, name


def test_the_program_that_examines_outputs_is_the_images_unless_it_is_off(render: Render) -> None:
    variable = "MEDIA_INSIGHTS_OUTPUT_GUARD"
    assert variable not in render().one("ConfigMap", "-config")["data"]
    off = render({"operators": {"outputGuard": False}})
    assert off.one("ConfigMap", "-config")["data"][variable] == ""
    assert not _settings(off).pods.output_guard


def test_the_cluster_may_choose_who_pods_run_as(render: Render) -> None:
    openshift = render({"podSecurity": {"runAsUser": None, "runAsGroup": None, "fsGroup": None}})
    assert _settings(openshift).pods.identity == {}
    assert _settings(openshift).pods.host_users is None
    for name, pod in openshift.pods().items():
        assert not {"runAsUser", "runAsGroup", "fsGroup"} & pod["securityContext"].keys(), name
        assert pod["securityContext"]["runAsNonRoot"] is True, name
        assert "hostUsers" not in pod, name


def test_a_quota_that_asks_for_cpu_limits_finds_them(render: Render) -> None:
    for name, pod in render().pods().items():
        assert all(each["resources"]["limits"]["cpu"] for each in pod["containers"]), name
    assert _settings(render()).pods.cpu_limit == ""
    assert _settings(render({"operators": {"cpuLimit": "2"}})).pods.cpu_limit == "2"


def test_the_controllers_pod_takes_what_a_platform_adds(render: Render) -> None:
    spread = {"maxSkew": 1, "topologyKey": "zone", "whenUnsatisfiable": "DoNotSchedule"}
    controller = {
        "topologySpreadConstraints": [spread],
        "podLabels": {"team": "media"},
        "dnsConfig": {"options": [{"name": "ndots", "value": "2"}]},
        "extraVolumes": [{"name": "more", "emptyDir": {}}],
        "extraVolumeMounts": [{"name": "more", "mountPath": "/more"}],
    }
    template = render({"controller": controller}).one("Deployment", "-controller")["spec"]["template"]
    pod = template["spec"]
    assert template["metadata"]["labels"]["team"] == "media"
    assert pod["topologySpreadConstraints"] == [spread]
    assert pod["dnsConfig"] == controller["dnsConfig"]
    assert {"name": "more", "emptyDir": {}} in pod["volumes"]
    assert {"name": "more", "mountPath": "/more"} in pod["containers"][0]["volumeMounts"]


def test_replicas_go_to_different_nodes_where_there_are_such(render: Render) -> None:
    deployment = render().one("Deployment", "-controller")["spec"]
    [spread] = deployment["template"]["spec"]["topologySpreadConstraints"]
    assert (spread["topologyKey"], spread["whenUnsatisfiable"]) == ("kubernetes.io/hostname", "ScheduleAnyway")
    assert spread["labelSelector"] == deployment["selector"]


def test_all_names_can_be_chosen(render: Render) -> None:
    rendered = render({"fullnameOverride": "mi"})
    assert {each["metadata"]["name"] for each in rendered.of("Deployment")} == {"mi-controller", "mi-objectstore"}
    assert _settings(rendered).limits_config_map == "mi-limits"


def test_probes_ask_the_port_that_settings_name(render: Render) -> None:
    container = render().pods()["media-insights-controller"]["containers"][0]
    ports = {each["name"]: each["containerPort"] for each in container["ports"]}
    read = _settings(render())
    assert ports == {"health": read.health_port, "metrics": read.metrics_port}
    assert container["livenessProbe"]["httpGet"] == {"path": "/healthz", "port": "health"}
    assert container["readinessProbe"]["httpGet"] == {"path": "/readyz", "port": "health"}


def test_a_single_replica_can_be_drained(render: Render) -> None:
    assert render().one("PodDisruptionBudget")["spec"]["maxUnavailable"] == 1
    assert not render({"controller": {"podDisruptionBudget": False}}).of("PodDisruptionBudget")


def test_a_service_monitor_is_made_when_asked_for(render: Render) -> None:
    assert not render().of("ServiceMonitor")
    values = {"metrics": {"serviceMonitor": {"enabled": True, "labels": {"release": "prometheus"}}}}
    monitor = render(values).one("ServiceMonitor")
    assert monitor["metadata"]["labels"]["release"] == "prometheus"
    service = render(values).one("Service", "-controller")
    assert monitor["spec"]["endpoints"][0]["port"] in {each["name"] for each in service["spec"]["ports"]}
