"""The shapes of results, as pydantic models, and what follows from a result alone: moments, pages, paths.

What operators write, importers produce and readers may rely on. Pure. Must not be here: how results are made, stored,
exported or printed.
"""
