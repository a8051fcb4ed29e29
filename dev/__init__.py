"""What only builders of the project use: the development cluster, the image builder, model preparation, generators.

Nothing here travels in the images or runs on a user's cluster; the embedded engine alone calls ``dev/models``.
Must not be here: anything that the product imports.
"""
