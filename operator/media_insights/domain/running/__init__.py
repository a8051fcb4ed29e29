"""Running: what happened to the steps of a plan, and what that means for its execution.

The operator contract, the semantics of failure, and the status that both engines write. Must not be here: how a step
is started or observed, which is each engine's own.
"""
