"""What one process of the API is given: its ports, and how it is to be reached."""

from dataclasses import dataclass, field
from pathlib import Path

from media_insights.api.v1alpha1 import (
    MediaAsset,
    MediaBatch,
    MediaExecution,
    MediaOperator,
    MediaSource,
    MediaWorkflow,
)
from media_insights.ports.audit import Audit, unaudited
from media_insights.ports.feed import Feed
from media_insights.ports.identity import Identity
from media_insights.ports.installation import InstallationChanges
from media_insights.ports.moment_search import IndexHints, MomentSearch
from media_insights.ports.namespaces import Namespaces
from media_insights.ports.objects import KindObjects
from media_insights.ports.runs import Capacities, Logs, Plans
from media_insights.ports.sign_in import SignIn
from media_insights.ports.tracing import Tracing
from media_insights.rest.sessions import SessionSettings
from media_insights.storage.multipart import Multipart
from media_insights.storage.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """Everything that the application asks the world for."""

    assets: KindObjects[MediaAsset]
    executions: KindObjects[MediaExecution]
    workflows: KindObjects[MediaWorkflow]
    operators: KindObjects[MediaOperator]
    store: Store
    multipart: Multipart
    plans: Plans
    logs: Logs
    feed: Feed
    identity: Identity
    namespaces: Namespaces
    capacities: Capacities
    installation: InstallationChanges
    batches: KindObjects[MediaBatch] | None = None
    """None: there are none here, as on a laptop."""
    sources: KindObjects[MediaSource] | None = None
    """None: nothing is watched here, as on a laptop."""
    search: MomentSearch | None = None
    """None: nothing is indexed here, and a search is answered with a sentence that says so."""
    index_hints: IndexHints | None = None
    """Told of edits, which change what is indexed and no object."""
    sign_in: SignIn | None = None
    """Where people sign in; None: nobody does, and every caller sends a token."""
    audit: Audit = unaudited
    """Is told of every request that uses authority."""
    tracing: Tracing | None = None
    """Is told of every request as a span; None: nothing is traced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployment:
    """Where and for whom the application answers."""

    key: bytes = field(repr=False)
    """Signs cursors and uploads; the same for all replicas, at least 32 bytes."""
    bucket: str
    """Bucket of uploads and results, as sources of assets name it."""
    prefix: str = ""
    """Path before every route, for instance ``/media``; empty or with a leading and without a final slash."""
    installation: str = ""
    """Namespace whose workflows every namespace may run; empty: there is none."""
    hosts: frozenset[str] = frozenset()
    """Names by which it may be called, without port; empty: any. On a laptop a list keeps web pages of others out,
    whose names may be made to resolve to this machine (DNS rebinding)."""
    sessions: SessionSettings | None = None
    """How people who signed in are known by their cookie; None where nobody signs in."""
    mie_namespace: str = ""
    """Namespace that MIE's routes mean where their path names none; empty: they need one."""
    embed_origins: tuple[str, ...] = ()
    """Sites whose pages may show links to assets in a frame (scheme and host); empty: none."""
    console: Path | None = None
    """Folder of the console's built files; None: those that the package ships."""
    body_bytes: int = 8 * 2**20
    """Most bytes of a request's body, parts of uploads aside."""
    part_bytes: int = 64 * 2**20
    """Most bytes of one part of an upload."""
    upload_bytes: int = 5 * 2**40
    """Most bytes of one uploaded file; S3 takes no larger objects."""

    def __post_init__(self) -> None:
        """Raises ValueError for a key that is too short to sign with."""
        if len(self.key) < 32:
            raise ValueError("a signing key has at least 32 bytes")
