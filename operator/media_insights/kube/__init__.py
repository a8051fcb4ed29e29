"""The Kubernetes API: one table of kinds, one client, and kopf's watch.

The only package that imports ``kubernetes`` or kopf. Must not be here: caches, queues, decisions or metrics.
"""
