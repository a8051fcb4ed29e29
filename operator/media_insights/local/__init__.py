"""The embedded engine: the same plans as on a cluster, run as local processes."""
