"""Sentences as vectors, for what is searched by meaning: the network of the operator `text-embedding`, for questions.

Belongs here: copies of that operator's modules (`make generate`). They need numpy, which the extra `embedding` brings,
so that nothing else in the package imports them where it is not there. Must not be here: where a model lies, and what
is done with a vector.
"""
