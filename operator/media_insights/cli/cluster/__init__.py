"""Commands of ``kubectl media``: over the objects and the object store of a cluster.

Must not be here: the embedded engine.
"""
