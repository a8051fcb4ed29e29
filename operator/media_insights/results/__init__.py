"""The shapes of results, as pydantic models: what operators write, importers produce and readers may rely on.

``docs/results/*.schema.json`` are generated from here. Belongs here: shapes, units, ranges, and nothing that computes.
The models are open – a reader ignores what it does not know – but the examples of every operator are checked against
the strict form, so that no field of a result stays undocumented.
"""
