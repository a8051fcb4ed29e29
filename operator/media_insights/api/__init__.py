"""The kinds: what users write and read, as pydantic models, and the constants of their objects.

Pure shapes and the schemas made from them. Must not be here: decisions, I/O, clocks, or an import of another package.
"""
