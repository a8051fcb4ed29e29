"""The digest of an asset's results: what is worth knowing of it on one screen, the same for every reader.

One kind of fact per module, from typed results to plain values. Must not be here: how results are found and read, and
how a digest is printed or served.
"""
