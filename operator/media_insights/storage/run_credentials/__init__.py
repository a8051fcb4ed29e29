"""Credentials of single runs: what is asked of an object store, and the ways in which stores can give it.

``iam_users`` (a user with a policy for each run), ``assume_role`` (a session with a policy), ``shared_keys`` (none of
its own: one trust domain). Must not be here: what a run may do (``domain.planning.grants``), Secrets and Kubernetes.
"""
