"""Watched prefixes: what is known of their objects, and what takes which.

Must not be here: what the controller does about a source (``domain.deciding.watching``), what the file of an asset is
(``domain.sources``).
"""
