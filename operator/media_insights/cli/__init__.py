"""Command lines: ``media-insights`` and ``kubectl media``.

``terminal`` (what both print and parse), ``local`` (results folders and the embedded engine), ``cluster`` (objects and
stores of a cluster). Must not be here: use cases – what a command does beyond reading words and printing lines.
"""
