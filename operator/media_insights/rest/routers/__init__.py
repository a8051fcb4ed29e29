"""Routes below /v1: one resource per module, each handler a few calls of ports and ``actions``.

Must not be here: rules that another front end would need too.
"""
