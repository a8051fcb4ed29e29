"""Ports: what the HTTP API needs of the world, as Protocols; adapters are ``cluster`` and ``local.serving``.

Belongs here: the Protocols, and the plain values that pass through them. The object store's Protocol is
:class:`~media_insights.storage.store.Store`, which has been one before.
Must not be here: HTTP, clients of servers, files.
"""
