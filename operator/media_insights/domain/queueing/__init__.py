"""Queueing: which executions may start now, as a function of the executions' objects and the limits in force.

Here: what an execution asks for (``demand``), what administrators allow (``limits``), the order, the usage, and the
snapshot that is kept up to date object by object. Must not be here: caches, watches and metrics (``controller``), the
clock, or anything that a restart would forget, but for reservations, which last until the object says the same.
"""
