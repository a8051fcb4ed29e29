"""Adapters of the HTTP API over a cluster."""
