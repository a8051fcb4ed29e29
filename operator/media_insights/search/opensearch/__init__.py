"""The index of moments in OpenSearch: for more moments, or more questions at once, than one file serves.

Belongs here: its mappings, conditions as its query DSL, requests to it. The terms are ours, as in the embedded index,
so that both find the same.
Must not be here: what a query means, how results become moments.
"""
