"""What a process that follows objects is made of: caches, work queue, lease, health probes, metrics.

Used by the controller, and by any other process of its kind. Must not be here: what any kind of object means.
"""
