"""MediaExecution: when it starts, waits, resumes and ends.

Must not be here: rules of the queue (``queueing``) and of steps (``running``).
"""
