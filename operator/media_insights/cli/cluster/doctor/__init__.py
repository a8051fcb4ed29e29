"""``kubectl media doctor``: what is wrong with an installation, and what to do about it.

Facts are read once, with the user's own rights; checks are functions of them. Must not be here: anything that changes
the cluster, and what a single asset's user did wrong.
"""
