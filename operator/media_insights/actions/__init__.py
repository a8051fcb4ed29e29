"""Use cases: what people and programs ask for, as manifests to create and merge patches to apply.

Every front end – both command lines, the embedded engine, an HTTP API – reads its words, calls these and sends what
they return; an action that the objects' state does not allow raises :class:`~media_insights.errors.WrongState`.
Pure: names and tokens that must be random are arguments. Must not be here: what the controller decides by itself
(``domain.deciding``), requests to a server, words of a command line.
"""
