"""What only builders of the project use: the development cluster, the image builder, model preparation, generators.

Nothing here travels in the images or runs on a user's cluster. The wheel carries ``models`` and ``images``, which the
embedded engine and ``operator build`` start as programs.
Must not be here: anything that the product imports.
"""
