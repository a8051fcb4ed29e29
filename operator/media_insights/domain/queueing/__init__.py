"""Queueing: which executions may start now, as a function of the executions' objects and the limits in force.

Must not be here: caches, watches and metrics (``controller``), or any memory of earlier verdicts.
"""
