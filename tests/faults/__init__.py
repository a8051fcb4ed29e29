"""What breaks around a controller, on a real API server and a real object store: each fault, and what remains after it.

The controller is the product's own process. Argo's part is played at the API server, because faults of pods belong to
`tests/e2e`, where there are nodes.
Beside the faults there is what else needs a real API server and no node: what callers may do with their own rights.
"""
