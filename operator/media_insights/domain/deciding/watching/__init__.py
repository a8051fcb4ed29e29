"""Decisions about watched prefixes: what is listed, which files become assets, and the status.

Must not be here: what is known of objects, and which rule takes which (``domain.watching``).
"""
