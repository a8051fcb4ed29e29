"""Kept logs: what is read of the log that Argo's executor has stored of a pod."""

from media_insights.domain.running import log_lines
from media_insights.storage.store import ObjectInfo, Store


def end_of_log(store: Store, log: ObjectInfo) -> bytes:
    """Return a log, or of one that has more than is told of any its end, after a line that says so."""
    start = log.bytes - log_lines.MOST_OF_A_LOG
    if start <= 0:
        return store.get(log.key)
    said = f"{log_lines.left_out(start, log.key)}\n"
    return said.encode() + store.range(log.key, start, log_lines.MOST_OF_A_LOG)
