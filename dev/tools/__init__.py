"""Scripts behind ``make`` verbs that are no part of the product: generation, checks of the repository itself.

Must not be here: what the product needs at run time, or checks that a test can make (``tests/unit/guards``).
"""
