"""Decisions about batches: what is listed, which items begin, run again or are cancelled, and the status.

Must not be here: what an item is, and what became of it (``domain.batches``).
"""
