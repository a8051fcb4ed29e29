"""The HTTP API's ports over a cluster: objects from watches, rights from the API server, logs from pods and the store.

Must not be here: decisions of the controller, HTTP, what an action does to an object (``actions``).
"""
