"""Command lines: ``media-insights run|operator …`` and ``kubectl media``."""
