"""Questions as vectors: sentences, for what is searched by meaning, and words, for images that show it.

Belongs here: copies (`make generate`) of modules of the operator `text-embedding`, and of the one that reads the text
half of a model of images. They need what the extras `embedding` (numpy) and `image-text` (ONNX Runtime, a tokenizer)
bring, so that nothing else in the package imports them where these are not there.
Must not be here: where a model lies, and what is done with a vector.
"""
