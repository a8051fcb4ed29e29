"""Media Insights Engine's own routes and JSON, below ``/mie/<namespace>``, so that its clients keep their code.

Belongs here: how our objects read in its words. Must not be here: anything that /v1 needs as well.
"""
