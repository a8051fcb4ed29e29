"""The HTTP API in the chart."""

from typing import Any

from media_insights.settings import api as settings
from tests.unit.chart.conftest import Render, Rendered

ON: dict[str, Any] = {"api": {"enabled": True}}


def _settings(rendered: Rendered) -> settings.ApiSettings:
    """The settings as the API in the rendered Deployment reads them."""
    container = rendered.one("Deployment", "-api")["spec"]["template"]["spec"]["containers"][0]
    variables = dict(rendered.one("ConfigMap", "-config")["data"])
    for each in container["env"]:
        source = each.get("valueFrom", {})
        key = source.get("secretKeyRef", {}).get("key", "")
        given = "media" if "fieldRef" in source else "k" * 48 if key == "key" else key
        variables[each["name"]] = each.get("value", given)
    return settings.read(variables)


def test_it_is_off_unless_it_is_asked_for(render: Render) -> None:
    assert not [each for each in render().objects if each["metadata"]["name"].endswith("-api")]


def test_the_environment_is_what_the_api_reads(render: Render) -> None:
    more = {"enabled": True, "prefix": "/media", "mieNamespace": "news", "audiences": ["a", "b"]}
    read = _settings(render({"api": more}))
    assert (read.namespace, read.prefix, read.mie_namespace, read.audiences) == ("media", "/media", "news", ("a", "b"))
    assert read.store.address.url == "http://media-insights-objectstore.media.svc:7070"
    assert read.limits_config_map == "media-insights-limits"


def test_two_replicas_share_one_key(render: Render) -> None:
    rendered = render(ON)
    assert rendered.one("Deployment", "-api")["spec"]["replicas"] == 2
    assert list(rendered.one("Secret", "-api")["data"]) == ["key"]
    own = render({"api": {"enabled": True, "secretName": "mine"}})
    assert not [each for each in own.of("Secret") if each["metadata"]["name"].endswith("-api")]


def test_its_account_writes_only_assets_executions_workflows_and_batches(render: Render) -> None:
    rendered = render(ON)
    pod = rendered.pods()["media-insights-api"]
    assert pod["serviceAccountName"] == "media-insights-api"
    rules = rendered.one("ClusterRole", "-media-api")["rules"]
    written = {
        resource
        for rule in rules
        for resource in rule["resources"]
        if {"create", "update", "patch", "delete", "deletecollection", "*"} & set(rule["verbs"])
    }
    ours = {"mediaassets", "mediaexecutions", "mediaworkflows", "mediabatches"}
    assert written == ours | {"tokenreviews", "subjectaccessreviews"}
    assert not [rule for rule in rules if "secrets" in rule["resources"] or "impersonate" in rule["verbs"]]
    policy = rendered.one("ValidatingAdmissionPolicy", "-api")
    assert "system:serviceaccount:media:media-insights-api" in policy["spec"]["matchConditions"][0]["expression"]
    assert rendered.one("ValidatingAdmissionPolicyBinding", "-api")["spec"]["validationActions"] == ["Deny"]


def test_an_ingress_publishes_its_prefix(render: Render) -> None:
    assert not render(ON).of("Ingress")
    ingress = {"enabled": True, "host": "media.example", "className": "nginx", "tlsSecretName": "tls"}
    rendered = render({"api": {"enabled": True, "prefix": "/media", "ingress": ingress}}).one("Ingress")
    (rule,) = rendered["spec"]["rules"]
    assert (rule["host"], rule["http"]["paths"][0]["path"]) == ("media.example", "/media")
    assert rendered["spec"]["tls"] == [{"secretName": "tls", "hosts": ["media.example"]}]


def test_a_gateway_publishes_its_prefix(render: Render) -> None:
    assert not render(ON).of("HTTPRoute")
    gateway = {"parentRefs": [{"name": "public", "namespace": "gateways"}], "hostnames": ["media.example"]}
    rendered = render({"api": {"enabled": True, "prefix": "/media", "gateway": gateway}})
    spec = rendered.one("HTTPRoute")["spec"]
    assert (spec["parentRefs"], spec["hostnames"]) == (gateway["parentRefs"], gateway["hostnames"])
    (rule,) = spec["rules"]
    assert rule["matches"] == [{"path": {"type": "PathPrefix", "value": "/media"}}]
    service = rendered.one("Service", "-api")
    (backend,) = rule["backendRefs"]
    assert (backend["name"], backend["port"]) == (service["metadata"]["name"], service["spec"]["ports"][0]["port"])


def test_it_reaches_name_servers_api_servers_and_the_store_only(render: Render) -> None:
    policy = render(ON).one("NetworkPolicy", "-api")["spec"]
    assert policy["policyTypes"] == ["Ingress", "Egress"]
    ports = {port["port"] for rule in policy["egress"] for port in rule["ports"]}
    assert ports == {53, 443, 6443, 7070}


def test_its_pods_are_placed_as_values_say(render: Render) -> None:
    placed = {
        "priorityClassName": "high",
        "nodeSelector": {"pool": "web"},
        "tolerations": [{"key": "web", "operator": "Exists"}],
        "affinity": {"nodeAffinity": {}},
        "topologySpreadConstraints": [{"maxSkew": 2}],
        "dnsConfig": {"options": [{"name": "ndots", "value": "1"}]},
    }
    for component in ("api", "controller"):
        values = ON | {component: ON.get(component, {}) | placed}
        pod = render(values).pods()[f"media-insights-{component}"]
        assert {field: pod[field] for field in placed} == placed


def test_its_pods_are_on_different_nodes_unless_values_say_otherwise(render: Render) -> None:
    for component in ("api", "controller"):
        (spread,) = render(ON).pods()[f"media-insights-{component}"]["topologySpreadConstraints"]
        assert spread["topologyKey"] == "kubernetes.io/hostname"
        assert spread["labelSelector"]["matchLabels"]["app.kubernetes.io/component"] == component


def test_its_pods_carry_what_values_add(render: Render) -> None:
    added = {
        "podLabels": {"team": "media"},
        "podAnnotations": {"note": "mine"},
        "extraEnv": [{"name": "A", "value": "b"}],
    }
    template = render({"api": ON["api"] | added}).one("Deployment", "-api")["spec"]["template"]
    assert template["metadata"]["labels"]["team"] == "media"
    assert template["metadata"]["annotations"]["note"] == "mine"
    assert {"name": "A", "value": "b"} in template["spec"]["containers"][0]["env"]


def test_whoever_is_logged_in_finds_and_reaches_it_and_no_other_service(render: Render) -> None:
    rendered = render(ON)
    published = rendered.one("ConfigMap", "-cli")["data"]
    role = rendered.one("Role", "-api-callers")
    assert [(rule["resources"], rule["resourceNames"]) for rule in role["rules"]] == [
        (["configmaps"], ["media-insights-cli"]),
        (["services/proxy"], [published["apiService"]]),
    ]
    (subject,) = rendered.one("RoleBinding", "-api-callers")["subjects"]
    assert (subject["kind"], subject["name"]) == ("Group", "system:authenticated")
    name, _, port = published["apiService"].partition(":")
    service = rendered.one("Service", "-api")
    assert (service["metadata"]["name"], service["spec"]["ports"][0]["name"]) == (name, port)
    assert "api" not in published


def test_an_address_with_tls_is_published_and_none_without(render: Render) -> None:
    ingress: dict[str, Any] = {"enabled": True, "host": "media.example"}
    for secret, address in {"": None, "tls": "https://media.example/media"}.items():
        api = {"enabled": True, "prefix": "/media", "ingress": {**ingress, "tlsSecretName": secret}}
        published = render({"api": api}).one("ConfigMap", "-cli")["data"]
        assert (published.get("api"), published["apiPrefix"]) == (address, "/media")
    assert "apiService" not in render().one("ConfigMap", "-cli")["data"]


OIDC: dict[str, Any] = {
    "issuer": "https://id.example",
    "clientId": "media",
    "origin": "https://media.example",
    "secretName": "sign-in",
}


def test_people_sign_in_where_an_issuer_is_named(render: Render) -> None:
    rendered = render({"api": {"enabled": True, "oidc": OIDC}})
    container = rendered.one("Deployment", "-api")["spec"]["template"]["spec"]["containers"][0]
    variables = {each["name"]: each.get("value", "k" * 48) for each in container["env"]}
    secrets = {
        each["name"]: each["valueFrom"]["secretKeyRef"]
        for each in container["env"]
        if each.get("valueFrom", {}).get("secretKeyRef", {}).get("name") == "sign-in"
    }
    assert secrets == {
        "MEDIA_INSIGHTS_OIDC_CLIENT_SECRET": {"name": "sign-in", "key": "client-secret"},
        "MEDIA_INSIGHTS_SESSION_KEYS": {"name": "sign-in", "key": "session-keys"},
    }
    found = settings.read({**rendered.one("ConfigMap", "-config")["data"], **variables}).sign_in
    assert found is not None
    assert (found.issuer, found.client, found.origin) == ("https://id.example", "media", "https://media.example")
    assert (found.prefix, found.name_claim, found.scopes) == ("oidc:", "email", ("openid", "email", "profile"))


def test_nobody_signs_in_unless_it_is_asked_for(render: Render) -> None:
    assert _settings(render(ON)).sign_in is None


def test_the_issuer_is_reached(render: Render) -> None:
    near = render({"api": {"enabled": True, "oidc": {**OIDC, "networks": ["10.1.0.0/16"], "ports": [8443]}}})
    policy = near.one("NetworkPolicy", "-api")["spec"]["egress"]
    assert {"ports": [{"port": 8443, "protocol": "TCP"}], "to": [{"ipBlock": {"cidr": "10.1.0.0/16"}}]} in policy
