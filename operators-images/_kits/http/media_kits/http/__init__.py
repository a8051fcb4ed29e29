"""HTTP requests of operators that may reach the outside: a strict URL, bounded answers, a few patient tries.

Belongs here: what holds for any server that nobody vouches for. Must not be here: what a certain service expects.
Needs urllib3.
"""
