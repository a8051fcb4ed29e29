"""The HTTP API: one application over ports, for a cluster and for a results folder alike.

Belongs here: routes, their shapes, problems (RFC 9457), paging, rights per request; MIE's routes are in ``mie``.
Must not be here: adapters, clients of servers, what an action does to an object (``actions``), how results are found
(``storage.library``) or written for other tools (``exports``).
"""
