"""Gathering: the facts are read, each kind by itself, so that one refusal hides nothing else."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import datetime

from prometheus_client.parser import text_string_to_metric_families

from media_insights import __version__
from media_insights.api.v1alpha1.execution import FINISHED
from media_insights.api.v1alpha1.meta import Manifest
from media_insights.cli.cluster.clusters import sentence_of
from media_insights.cli.cluster.doctor.cluster_facts import ClusterFacts, Sighting, conditions_of, labels_of
from media_insights.domain.deciding.batches.batch_status import ENDED
from media_insights.errors import ApiError, NoSuchKind, NotFound, Unauthorized, Unavailable
from media_insights.kube.client import Api
from media_insights.kube.resources import (
    ADMISSION_BINDINGS,
    ADMISSION_POLICIES,
    ASSETS,
    BATCHES,
    CONFIG_MAPS,
    DEPLOYMENTS,
    EXECUTIONS,
    KIND_DEFINITIONS,
    LEASES,
    MADE_BY_US,
    NAMESPACES,
    NETWORK_POLICIES,
    OPERATORS,
    OURS,
    PODS,
    ROLE_BINDINGS,
    ROLES,
    RUNS,
    SERVICE_ACCOUNTS,
    SOURCES,
    WORKFLOWS,
    Resource,
)

PART_OF = "app.kubernetes.io/part-of=media-insights"
USUAL_HOME = "media-insights"
"""Where the installation is supposed to be when not all namespaces may be seen."""
METRICS_PORT = 9090
_PREPARED = (SERVICE_ACCOUNTS, ROLES, ROLE_BINDINGS, NETWORK_POLICIES)
_MOST_LINES = 20_000
_ESSENCE = ("name", "namespace", "creationTimestamp", "deletionTimestamp", "labels")


@dataclass(frozen=True, slots=True)
class Gatherer:
    """Reads a cluster with the rights of whoever asks."""

    api: Api
    namespace: str
    """The namespace that is read where not all may be."""

    async def facts(self, now: datetime, home: str = "") -> ClusterFacts:
        """Return what can be seen.

        Raises Unavailable when the API server does not answer, Unauthorized when it does not know who asks.
        """
        deployments = await self._listed(DEPLOYMENTS, selector=PART_OF, fallback=home or USUAL_HOME)
        home = home or _home_of(deployments)
        facts = ClusterFacts(
            version=__version__,
            now=now,
            home=home,
            kinds=await self._named(KIND_DEFINITIONS, "", [each.definition for each in (*OURS, RUNS)]),
            deployments=deployments,
            argo=await self._argo(),
            policies=await self._listed(ADMISSION_POLICIES, selector=PART_OF),
            bindings=await self._listed(ADMISSION_BINDINGS, selector=PART_OF),
            namespaces=await self._listed(NAMESPACES),
            prepared=await self._prepared(),
            operators=await self._listed(OPERATORS),
            workflows=await self._listed(WORKFLOWS, fallback=self.namespace),
            assets=await self._listed(ASSETS, fallback=self.namespace, keep=_is_remarkable),
            executions=await self._listed(EXECUTIONS, fallback=self.namespace, keep=_is_unfinished),
            batches=await self._listed(BATCHES, fallback=self.namespace, keep=_is_open),
            sources=await self._listed(SOURCES, fallback=self.namespace, keep=bool),
        )
        return await self._with_home(facts) if home else facts

    async def _with_home(self, facts: ClusterFacts) -> ClusterFacts:
        home = facts.home
        pods = await self._listed(PODS, home, selector=PART_OF)
        samples, obstacle = await self._samples(home, pods)
        return replace(
            facts,
            pods=pods,
            leases=await self._named(LEASES, home, ["media-insights-controller"]),
            config_maps=await self._listed(CONFIG_MAPS, home, selector=PART_OF),
            samples=samples,
            samples_obstacle=obstacle,
        )

    async def _listed(
        self,
        resource: Resource,
        namespace: str = "",
        *,
        selector: str = "",
        fallback: str = "",
        keep: Callable[[Manifest], bool] | None = None,
    ) -> Sighting:
        """List a kind; in the ``fallback`` namespace when not all may be seen; of many objects only what is kept."""
        found = await _sighting(lambda: self._collected(resource, namespace, selector, keep), f"list {resource.plural}")
        if found.obstacle and found.is_served and fallback and not namespace:
            there = await _sighting(
                lambda: self._collected(resource, fallback, selector, keep),
                f"list {resource.plural} in namespace {fallback}",
            )
            return replace(there, scope=fallback)
        return found

    async def _collected(
        self, resource: Resource, namespace: str, selector: str, keep: Callable[[Manifest], bool] | None
    ) -> tuple[Manifest, ...]:
        found: list[Manifest] = []
        async with aclosing(self.api.pages(resource, namespace, selector)) as pages:
            async for page in pages:
                found += page if keep is None else [_essence(each) for each in page if keep(each)]
        return tuple(found)

    async def _named(self, resource: Resource, namespace: str, names: list[str]) -> Sighting:
        async def found() -> tuple[Manifest, ...]:
            each = [await self._maybe(resource, namespace, name) for name in names]
            return tuple(one for one in each if one is not None)

        return await _sighting(found, f"get {resource.plural}")

    async def _maybe(self, resource: Resource, namespace: str, name: str) -> Manifest | None:
        try:
            return await self.api.get(resource, namespace, name)
        except NoSuchKind:
            raise
        except NotFound:
            return None

    async def _prepared(self) -> Sighting:
        seen = [await self._listed(each, selector=MADE_BY_US) for each in _PREPARED]
        obstacle = next((each.obstacle for each in seen if each.obstacle), "")
        kinds = zip(_PREPARED, seen, strict=True)
        objects = (one | {"kind": resource.kind} for resource, each in kinds for one in each.objects)
        return Sighting(tuple(objects), obstacle)

    async def _argo(self) -> Sighting:
        """Argo's controller carries one of two labels: that of its own manifests, or that of its chart."""
        own = await self._listed(DEPLOYMENTS, selector="app=workflow-controller")
        if own.obstacle or own.objects:
            return own
        return await self._listed(DEPLOYMENTS, selector="app.kubernetes.io/component=workflow-controller")

    async def _samples(self, home: str, pods: Sighting) -> tuple[dict[str, float], str]:
        """Return the metrics of the first controller that answers, or why none does."""
        obstacle = pods.obstacle or "no controller is running"
        for pod in pods.objects:
            if labels_of(pod).get("app.kubernetes.io/component") != "controller":
                continue
            try:
                samples = _samples_in(
                    await _text(self.api.pod_page(home, pod["metadata"]["name"], METRICS_PORT, "metrics"))
                )
            except (ApiError, Unavailable, ValueError) as error:
                obstacle = _sentence(error, f"get pods/proxy in namespace {home}")
                continue
            if samples.get("media_insights_leader"):
                return samples, ""
            obstacle = "no controller leads"
        return {}, obstacle


async def _sighting(read: Callable[[], Awaitable[tuple[Manifest, ...]]], what: str) -> Sighting:
    try:
        return Sighting(await read())
    except Unauthorized:
        raise
    except NoSuchKind as error:
        return Sighting(obstacle=_sentence(error, what), is_served=False)
    except NotFound:
        return Sighting()
    except (ApiError, Unavailable) as error:
        if isinstance(error, Unavailable) and error.refusal is None:
            raise
        return Sighting(obstacle=_sentence(error, what))


def _sentence(error: ApiError | Unavailable | ValueError, what: str) -> str:
    return str(error) if isinstance(error, ValueError) else sentence_of(error, what)


async def _text(lines: AsyncGenerator[bytes, None]) -> str:
    found: list[bytes] = []
    async with aclosing(lines):
        async for line in lines:
            found.append(line)
            if len(found) >= _MOST_LINES:
                break
    return b"\n".join(found).decode("utf-8", "replace") + "\n"


def _samples_in(text: str) -> dict[str, float]:
    families = text_string_to_metric_families(text)
    return {sample.name: sample.value for family in families for sample in family.samples if not sample.labels}


def _home_of(deployments: Sighting) -> str:
    controllers = (
        each for each in deployments.objects if labels_of(each).get("app.kubernetes.io/component") == "controller"
    )
    return next((str(each["metadata"]["namespace"]) for each in controllers), "")


def _essence(manifest: Manifest) -> Manifest:
    status = manifest.get("status")
    meta = {name: manifest["metadata"][name] for name in _ESSENCE if name in manifest["metadata"]}
    parts = ("state", "message", "queue", "queuedAt", "conditions")
    spec = manifest.get("spec")
    return {
        "metadata": meta,
        "spec": {"suspend": bool(isinstance(spec, dict) and spec.get("suspend"))},
        "status": {part: status[part] for part in parts if part in status} if isinstance(status, dict) else {},
    }


def _is_remarkable(asset: Manifest) -> bool:
    unwell = any(each.get("status") != "True" for each in conditions_of(asset))
    return unwell or "deletionTimestamp" in asset["metadata"] or not asset.get("status")


def _is_unfinished(execution: Manifest) -> bool:
    status = execution.get("status")
    state = status.get("state") if isinstance(status, dict) else ""
    return state not in FINISHED or "deletionTimestamp" in execution["metadata"]


def _is_open(batch: Manifest) -> bool:
    status = batch.get("status")
    state = status.get("state") if isinstance(status, dict) else ""
    return state not in ENDED or _is_remarkable(batch)
