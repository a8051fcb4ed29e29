"""Which objects of shared kinds are ours to watch."""

from collections.abc import Mapping

from media_insights.api.v1alpha1 import labels
from media_insights.kube.resources import RUNS, Resource

SELECTORS: Mapping[Resource, str] = {RUNS: labels.EXECUTION}
"""Kind → label selector; kinds that are not named are watched whole."""
