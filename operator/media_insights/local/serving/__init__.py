"""The HTTP API's ports over a results folder: its records are the objects, and a queue runs what is asked for.

Must not be here: how a run is planned and executed, which ``run`` does the same way; HTTP.
"""
