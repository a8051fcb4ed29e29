"""What operators that translate share: engines, the way between two languages, sentences, terms that are prescribed.

Belongs here: standard library only; what `neural` needs beyond it is imported when a model is there. Does not: models.
"""
