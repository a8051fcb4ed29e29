"""The embedded engine: the same plans as on a cluster, executed as local processes or containers.

Must not be here: rules that the cluster's engine needs too (``domain.running``), and what is printed (``cli``).
"""
