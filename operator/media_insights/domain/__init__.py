"""Pure decisions: from kinds and facts to plans.

No clock, no I/O, no environment, no randomness, no Kubernetes client.
"""
