"""Observing: from caches, object store and API server to the facts that decisions are made from.

Nothing here has an effect: no write to a cache, the queue, the store or the API server, so that an object can be
observed at any time and as often as anybody likes. Must not be here: decisions (``domain.deciding``) and actions
(``controller.apply``).
"""
