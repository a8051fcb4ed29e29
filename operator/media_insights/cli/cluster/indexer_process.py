"""Process of the indexer: its parts wired, and its answers to the API on a port of their own."""

import asyncio
import logging
from collections.abc import Callable
from contextlib import AsyncExitStack

from aiohttp import web

from media_insights.catalogue.model_digests import digest_of_models
from media_insights.cli.cluster import following_process
from media_insights.cli.cluster.following_process import Job
from media_insights.cluster.index_service import IndexService
from media_insights.cluster.index_upkeep import IndexUpkeep
from media_insights.cluster.mirror import Mirror
from media_insights.errors import NotInstalled
from media_insights.kube.client import Api
from media_insights.search.image_questions import (
    NO_TEXTS,
    DeclaredDigest,
    ImageQuestions,
    MountedImageQuestions,
    NoImageQuestions,
)
from media_insights.search.opensearch.opensearch_index import OpenSearchIndex
from media_insights.search.opensearch.requests import OpenSearchConnection
from media_insights.search.questions import ModelQuestions, NoQuestions, Questions
from media_insights.search.sqlite.sqlite_index import SqliteIndex
from media_insights.settings.indexer import IndexerSettings
from media_insights.storage.audited_store import AuditedStore
from media_insights.storage.library import Library
from media_insights.storage.s3 import s3_store_of
from media_insights.storage.store import Store

_TRIED = "a person"
"""Text that the mounted model is tried with at the start: any would do."""
_log = logging.getLogger(__name__)


def run_indexer(settings: IndexerSettings, store: Store | None = None) -> int:
    """Run until a signal ends the process; return its exit code."""
    used = store or s3_store_of(settings.store)

    def job_of(api: Api) -> Job:
        return _job_of(settings, upkeep_of(settings, api, AuditedStore(used, api.audit)))

    return following_process.run(settings, "indexer", job_of)


def index_of(settings: IndexerSettings, on_made: Callable[[], None]) -> OpenSearchIndex | SqliteIndex:
    """Return the index: in OpenSearch where one is named, and else in the file."""
    questions, shown = _questions_of(settings), _image_questions_of(settings)
    if settings.opensearch is None:
        return SqliteIndex(settings.file, on_made, questions, shown)
    found = settings.opensearch
    connection = OpenSearchConnection(found.url, user=found.user, password=found.password, ca_file=found.ca_file)
    return OpenSearchIndex(connection, found.prefix, on_made, questions, shown)


def _questions_of(settings: IndexerSettings) -> Questions:
    if settings.models is None:
        return NoQuestions(
            "nothing is found by its meaning in this installation: set search.meaning.enabled in the chart"
        )
    return ModelQuestions(settings.models, "the chart copies it from the image of text-embedding (search.meaning)")


def _image_questions_of(settings: IndexerSettings) -> ImageQuestions:
    if settings.image_models is None:
        return NoImageQuestions(f"{NO_TEXTS.reason}; search.imagesByWords of the chart mounts one that does")
    declared = settings.image_models_digest
    return MountedImageQuestions(
        settings.image_models, DeclaredDigest(declared, digest_of_models) if declared else None
    )


def _try_image_questions(settings: IndexerSettings) -> None:
    """Say in the log what is wrong with the mounted model, before somebody asks."""
    if settings.image_models is None:
        return
    try:
        _image_questions_of(settings).question_of(_TRIED)
    except NotInstalled as error:
        _log.warning("no image is found by words: %s", error)
    else:
        _log.info("images are found by words, with the model in %s", settings.image_models)


def upkeep_of(settings: IndexerSettings, api: Api, store: Store) -> IndexUpkeep:
    """Return what keeps the index in line with the cluster."""
    mirror = Mirror(api, (settings.namespace, settings.limits_config_map))
    upkeep = IndexUpkeep(mirror=mirror, library=Library(store), index=index_of(settings, lambda: None))
    upkeep.index = index_of(settings, upkeep.on_made)
    return upkeep


def service_of(settings: IndexerSettings, upkeep: IndexUpkeep) -> IndexService:
    """Return what answers the API."""
    return IndexService(
        index=index_of(settings, upkeep.on_made),
        key=settings.key,
        notice=upkeep.notice,
        obstacle=lambda: "" if upkeep.is_complete else "the index is being made: try again soon",
        on_failure=upkeep.request_sweep,
    )


def _job_of(settings: IndexerSettings, upkeep: IndexUpkeep) -> Job:
    async def open_port(ends: AsyncExitStack) -> None:
        tried = asyncio.create_task(asyncio.to_thread(_try_image_questions, settings))
        ends.push_async_callback(asyncio.wait, [tried])
        runner = web.AppRunner(service_of(settings, upkeep).application(), access_log=None, keepalive_timeout=75)
        await runner.setup()
        ends.push_async_callback(runner.cleanup)
        await web.TCPSite(runner, port=settings.port).start()

    return Job(name="upkeep", mirror=upkeep.mirror, work=upkeep.run, open=open_port)
