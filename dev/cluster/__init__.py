"""A real single-node Kubernetes with Argo Workflows for a machine that has none (``make cluster``).

Belongs here: building the programs from Go modules, starting and stopping them in a network namespace of their own,
and the few objects that a fresh cluster needs. The package uses the standard library only, so that the system's
``python3`` runs it before any environment exists. Must not be here: knowledge of the product's
kinds, chart or operators, and any change of a cluster, process, link or mount that was not made here.
"""
