"""Search: moments of all assets, found by what people type.

Belongs here: how text becomes terms, the query language and the conditions that it means, the embedded index (one
SQLite file), and what brings an index up to date with results.
Must not be here: HTTP, command lines, and any knowledge of one operator.
"""
