"""Installation: how a command reads and writes the files of an installation.

Must not be here: what a command prints, objects of Kubernetes.
"""
