"""The site of the documentation: the repository's own pages, and a reference made of schemas. ``make docs`` builds it.

Must not be here: what pages say. They are written where they are, for readers of the repository too.
"""
