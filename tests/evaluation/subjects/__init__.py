"""What each operator is asked: a module of its name with `figures(bench)`, which runs it and yields Figures.

Belongs here: which media of which truth, and which part of a result is the answer. Does not: how answers are judged.
"""
