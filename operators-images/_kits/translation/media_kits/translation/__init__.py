"""Translation by mounted models: engines, the route between two languages, sentences, terms that are prescribed.

Belongs here: what any operator that translates needs, on the standard library; what `neural` needs beyond it is
imported when a model is there. Must not be here: models.
"""
