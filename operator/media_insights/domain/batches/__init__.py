"""Items of batches: what they are, how lists of them are read, and what became of them.

Belongs here: rules about items that both the controller and a command line may ask.
Must not be here: what the controller does about a batch (``domain.deciding.batches``).
"""
