"""Settings of the audit log, the same for every process. The chart writes the variable."""

import os
from dataclasses import dataclass

from media_insights.ports.audit import AuditLevel
from media_insights.settings.environment import Environment


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditSettings:
    """What the administrator decided about audit records."""

    level: AuditLevel = AuditLevel.NONE
    replica: str = ""
    """Name of the pod that records."""


def audit_of(env: Environment) -> AuditSettings:
    """Return the settings that the environment holds; InvalidSettings names the variable and what would be right."""
    replica = env.text("POD_NAME", os.uname().nodename)
    return AuditSettings(level=env.parsed("AUDIT", AuditLevel.NONE, _level), replica=replica)


def _level(text: str) -> AuditLevel:
    known = {each.lower(): each for each in AuditLevel}
    if text.lower() not in known:
        raise ValueError(f"it must be one of {', '.join(AuditLevel)}")
    return known[text.lower()]
