"""The embedded engine with ``--containers``, on a real container engine and the images that ``make images`` builds.

Run by ``make test-containers``, which installs Podman where root may and builds what is missing; ``make test`` leaves
them out, because a machine for development needs no container engine.
"""
