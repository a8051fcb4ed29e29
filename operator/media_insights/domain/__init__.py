"""Decisions of the product, as pure functions of values: from kinds and facts to plans, states and actions.

``sources`` (what a file is), ``planning`` (what an execution will do), ``running`` (how its steps fare), ``queueing``
(who may start), ``deciding`` (what to do about an object), ``edits`` (what people corrected in results); beside them
values that all of these share: the store's layout and address, names, manifests, wording. Must not be here: I/O,
clocks, randomness, kopf, a client of any API, or anything that knows Argo.
"""
