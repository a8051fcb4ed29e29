"""Commands of ``media-insights``: over results folders, operators' folders and the embedded engine.

Must not be here: anything that needs a cluster.
"""
