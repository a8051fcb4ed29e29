"""Answers about limits: what may run and be stored, and what each namespace has of it."""

from media_insights.client.answers import ApiAnswer


class AnsweredAmount(ApiAnswer):
    """So much is stored."""

    bytes: int = 0
    objects: int = 0


class AnsweredNamespaceLoad(ApiAnswer):
    """What a namespace has of what it may have; None: there is no limit."""

    namespace: str
    executions: dict[str, int]
    max_executions: int | None = None
    uploads: AnsweredAmount
    results: AnsweredAmount
    max_bytes: int | None = None
    measured_at: str = ""


class AnsweredLoad(ApiAnswer):
    """What may run at the same time, and what each namespace has of what it may have."""

    max_concurrent_executions: int
    namespaces: tuple[AnsweredNamespaceLoad, ...] = ()
