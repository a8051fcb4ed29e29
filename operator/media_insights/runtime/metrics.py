"""Every metric of the controller: names, labels and meanings in one place.

No label holds what tenants write: workflows and operators are the installation's, ``tenant`` is empty unless asked for.
"""

from prometheus_client import Counter, Gauge, Histogram

from media_insights.kube.resources import Resource

_PREFIX = "media_insights_"
_SECONDS = (0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14400)

QUEUE_DEPTH = Gauge(f"{_PREFIX}executions_queued", "Executions that wait for a slot.")
RUNNING = Gauge(f"{_PREFIX}executions_running", "Executions that hold a slot.")
WAITING = Gauge(f"{_PREFIX}executions_waiting", "Executions that wait for a person.")
QUEUE_WAIT = Histogram(
    f"{_PREFIX}queue_wait_seconds", "From creation to the start of the run.", ("tenant",), buckets=_SECONDS
)
EXECUTION_SECONDS = Histogram(
    f"{_PREFIX}execution_seconds",
    "From start to end of executions.",
    ("workflow", "outcome", "tenant"),
    buckets=_SECONDS,
)
OPERATOR_SECONDS = Histogram(
    f"{_PREFIX}operator_seconds", "From start to end of operators.", ("operator", "outcome"), buckets=_SECONDS
)
OPERATOR_RETRIES = Counter(f"{_PREFIX}operator_retries_total", "Attempts beyond the first.", ("operator",))
OPERATOR_IDLE_GPUS = Counter(
    f"{_PREFIX}operator_idle_gpus_total", "Runs of operators that computed nothing on the GPU reserved.", ("operator",)
)
OPERATOR_CPU_SECONDS = Counter(
    f"{_PREFIX}operator_cpu_seconds_total", "CPU seconds of operators, of those that were measured.", ("operator",)
)
OPERATOR_GPU_SECONDS = Counter(
    f"{_PREFIX}operator_gpu_seconds_total", "Seconds for which operators had GPUs, times their number.", ("operator",)
)
OPERATOR_BYTES = Counter(
    f"{_PREFIX}operator_bytes_total",
    "Bytes of the files that operators were given (read), and of those that were stored of them (written).",
    ("operator", "direction"),
)
OPERATOR_MODELS = Counter(
    f"{_PREFIX}operator_models_total",
    "Runs of operators that succeeded, by each model that the catalogue gives them and by what computed.",
    ("operator", "model", "digest", "provider"),
)
OPERATOR_SKIPS = Counter(
    f"{_PREFIX}operator_skips_total", "Operators that had nothing to read or were off.", ("operator",)
)
ASSETS_TOO_OLD = Counter(
    f"{_PREFIX}assets_too_old_total", "Assets that became older than their namespace keeps them.", ("tenant",)
)
OBJECTS_UNCOPIED = Gauge(
    f"{_PREFIX}objects_uncopied", "Assets whose objects the store has no new copy of, after the last round."
)
STORED_BYTES = Gauge(
    f"{_PREFIX}stored_bytes", "Bytes that are stored of enabled namespaces, as last measured.", ("part", "tenant")
)
BATCHES = Gauge(f"{_PREFIX}batches", "Batches, by state.", ("state",))
BATCH_ITEMS = Gauge(f"{_PREFIX}batch_items", "Items of all batches that exist, by what became of them.", ("outcome",))
SOURCES = Gauge(f"{_PREFIX}sources", "Sources, by state.", ("state",))
SOURCE_OBJECTS = Gauge(
    f"{_PREFIX}source_objects", "Objects below all watched prefixes, by what became of them.", ("outcome",)
)
SOURCE_LISTED = Gauge(
    f"{_PREFIX}source_listed_timestamp_seconds", "When the source was listed whole that has waited longest; else NaN."
)
RECONCILE_SECONDS = Histogram(
    f"{_PREFIX}reconcile_seconds",
    "One pass over one object: observe, decide, apply.",
    ("kind",),
    buckets=(0.001, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
RECONCILE_ERRORS = Counter(
    f"{_PREFIX}reconcile_errors_total", "Passes that failed and are repeated.", ("kind", "error")
)
QUARANTINED = Counter(
    f"{_PREFIX}quarantined_total", "Objects left alone after repeated defects, until their spec changes.", ("kind",)
)
KEYS_WAITING = Gauge(f"{_PREFIX}work_queue_depth", "Objects that wait to be reconciled.")
API_WRITES = Counter(f"{_PREFIX}api_writes_total", "Requests that change something.", ("kind", "verb", "subresource"))
API_ERRORS = Counter(
    f"{_PREFIX}api_errors_total", "Requests that the API server refused.", ("kind", "verb", "subresource", "status")
)
WATCH_EVENTS = Counter(f"{_PREFIX}watch_events_total", "Events that watches brought.", ("kind",))
WATCH_LAG = Gauge(f"{_PREFIX}watch_lag_seconds", "From the last write of the lease to its watch event.")
LAST_EVENT = Gauge(f"{_PREFIX}last_event_timestamp_seconds", "When a watch last brought an event.", ("kind",))
STORE_REACHABLE = Gauge(
    f"{_PREFIX}store_reachable", "1 while the object store answers and the bucket exists, 0 while not."
)
EVENTS_WAITING = Gauge(f"{_PREFIX}events_waiting_assets", "Assets with events that some sink has not taken.")
EVENTS_STORED = Counter(f"{_PREFIX}events_stored_total", "Events that the controller stored for the relay.")
EVENTS_SWEPT = Gauge(f"{_PREFIX}events_swept_timestamp_seconds", "When the relay last searched the store for events.")
EVENTS_DEAD = Gauge(f"{_PREFIX}events_dead", "Events that lie put aside, since a sink did not take them.", ("sink",))
EVENT_LATE = Gauge(f"{_PREFIX}event_late_seconds", "Age of the oldest event that a sink did not take.", ("sink",))
EVENT_ATTEMPTS = Counter(
    f"{_PREFIX}event_attempts_total",
    "Attempts to deliver an event: taken, failed or dead.",
    ("sink", "outcome"),
)
EVENT_LAG = Histogram(f"{_PREFIX}event_lag_seconds", "From a change to its delivery.", ("sink",), buckets=_SECONDS)
INDEX_ASSETS = Gauge(f"{_PREFIX}index_assets", "Assets whose moments are indexed.")
INDEX_BEHIND = Gauge(
    f"{_PREFIX}index_behind_seconds", "For how long the asset that has waited longest has not been indexed as it is."
)
INDEX_LAG = Histogram(
    f"{_PREFIX}index_lag_seconds",
    "From the first change of an asset that was seen to its indexing.",
    buckets=(0.5, 1, 1.5, 2, 3, 5, 10, 30, 60, 300, 1800),
)
INDEX_PASSES = Counter(
    f"{_PREFIX}index_passes_total",
    "Comparisons of an asset with the index: indexed, unchanged, removed, unreadable or failed.",
    ("outcome",),
)
INDEX_QUERY_SECONDS = Histogram(
    f"{_PREFIX}index_query_seconds",
    "From a question of the API to its answer, waiting included.",
    ("kind",),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
SPANS = Counter(
    f"{_PREFIX}spans_total", "Spans of traces, by whether they were sent to the receiver or dropped.", ("outcome",)
)
LEADER = Gauge(f"{_PREFIX}leader", "1 on the replica that holds the lease.")


def count_request(resource: Resource, verb: str, subresource: str, status: int) -> None:
    """Count one request to the API server, as its client reports it; status 0: it was not answered.

    Verbs are those of Kubernetes' RBAC; server-side apply is a patch.
    """
    if verb not in ("get", "list"):
        API_WRITES.labels(resource.kind, verb, subresource).inc()
    if status >= 400:
        API_ERRORS.labels(resource.kind, verb, subresource, str(status)).inc()
