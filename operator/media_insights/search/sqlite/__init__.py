"""The embedded index: one SQLite file with full-text search (FTS5).

Belongs here: its tables, conditions as SQL, and the file as an adapter of the port ``ports/moment_search``.
Must not be here: the query language, and where moments come from.
"""
