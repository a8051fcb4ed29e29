"""What operators that read texts share: sentences with their places, the times at which they are said, English or not.

Belongs here: standard library only, and only what at least two text operators use. Does not: models.
"""
