"""Disk of pods: what is known of the source, and the operator's factor."""

from dataclasses import replace

from media_insights.compile import disk
from media_insights.compile.settings import CompileSettings
from media_insights.domain.planning.plan import Plan
from media_insights.domain.store_address import StoreAddress
from tests.unit.builders import CATALOGUE, operator, plan

GIB = 1024**3
SETTINGS = CompileSettings(store=StoreAddress.of("http://s3:9000", bucket="media"), scratch_size="1Gi")
NAME = "ephemeral-storage"


def of_size(size: int, **resources: object) -> Plan:
    found = plan(operators=CATALOGUE | {"labels": operator("labels", "Frames", resources=resources)})
    media = found.asset.media.model_copy(update={"bytes": size})
    return replace(found, asset=replace(found.asset, media=media))


def test_who_reads_the_source_asks_for_its_bytes() -> None:
    made = of_size(10 * GIB)
    assert int(disk.requests_of(made, made.step("proxy"))[NAME]) > 10 * GIB
    assert int(disk.requests_of(made, made.step("labels"))[NAME]) < GIB


def test_the_limit_grows_with_the_source_by_the_operator_s_factor() -> None:
    made = of_size(10 * GIB, storageFactor=2)
    assert disk.limits_of(made, made.step("proxy"), SETTINGS) == {NAME: str(41 * GIB)}
    assert disk.limits_of(made, made.step("labels"), SETTINGS) == {NAME: str(21 * GIB)}


def test_scratch_volumes_have_the_limit_of_the_step_that_may_use_most() -> None:
    assert disk.scratch_limit(of_size(10 * GIB, storageFactor=64), SETTINGS) == str(641 * GIB)
    assert disk.scratch_limit(of_size(0), SETTINGS) == str(GIB)


def test_an_operator_s_own_request_is_never_above_the_limit() -> None:
    made = of_size(0, requests={NAME: "5Gi"})
    assert disk.limits_of(made, made.step("labels"), SETTINGS) == {NAME: "5Gi"}
