"""Kubernetes I/O: observe builds facts from watch caches, apply executes decisions and writes status once."""
