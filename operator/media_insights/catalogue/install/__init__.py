"""What the chart runs inside the cluster besides the controller: it applies the catalogue and checks an installation.

Starts in less than half a second, so it speaks to the API server without the asyncio client. Must not be here: anything
that a reconcile does.
"""
