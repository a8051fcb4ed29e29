"""MediaAsset: whether it is accepted, which executions it wants and what is known about it.

Must not be here: rules of a single execution.
"""
