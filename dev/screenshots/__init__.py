"""Screenshots of every page of the console, of real results, for people to look at.

Nothing here is a test, and no screenshot is kept in Git. Must not be here: what the product needs.
"""
