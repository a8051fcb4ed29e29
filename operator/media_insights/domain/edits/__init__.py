"""Edits by people, as an overlay over results: each is anchored to content, so that it outlives a run made anew.

Belongs here: what an edit is, the log of them, how one finds what it is about, and a result with edits applied.
Must not be here: who may edit, and where a log is stored.
"""
