"""``kubectl media support-bundle``: an installation in one archive, for somebody who may not see the cluster.

Everything is read with the user's own rights, redacted before it is kept, and bounded. Must not be here: anything that
reads a Secret, a result or a source.
"""
