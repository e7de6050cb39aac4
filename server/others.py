"""Those that may be asked from here, by the settings."""

from __future__ import annotations

from kg.remote import Limits, Remote, Targets
from server.settings import Settings


def others(settings: Settings) -> Remote:
    """Give those that may be asked; raises TargetError for what is no address."""
    targets = Targets.read(settings.service, private=settings.service_private)
    return Remote(targets, Limits(settings.service_seconds, settings.service_mb))
