"""The Kubernetes API: one table of kinds, one client for every process, and kopf's watch.

The only package that imports ``kubernetes``; ``watch`` alone imports kopf. Must not be here: caches, queues, leases,
metrics (the client is given what may write and who counts), decisions, and sentences for people.
"""
