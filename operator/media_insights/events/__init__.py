"""Events for other systems: what is told, where it waits in the store, and how it is delivered to sinks.

Belongs here: changes as CloudEvents and their signatures (pure), the outbox in the store, the relay, a sink per file.
Must not be here: what changed (``domain.deciding.changes``), Kubernetes Events (``controller``), the HTTP API's
stream of changes (``rest``).
"""
