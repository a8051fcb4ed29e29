"""How an answer is compared with the truth: pure functions, one concept a file, unit-tested as tables.

Where a small, well-kept library computes a measure as everybody does (jiwer, sacrebleu), it is used.
"""
