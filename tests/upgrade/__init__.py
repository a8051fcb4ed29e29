"""The upgrade from a released version on a real cluster: `make upgrade-test`, before a release."""
