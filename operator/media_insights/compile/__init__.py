"""A plan becomes an Argo Workflow, and an Argo Workflow's status becomes facts; also what a tenant's namespace holds.

The only package that imports Hera. Pure. Must not be here: calls to any API, and rules that the embedded engine needs
too (``domain.running``).
"""
