"""What both command lines print and parse: options, formats, progress, summaries, failures.

Must not be here: reading of stores, clusters or the embedded engine.
"""
