"""Which adapter stands behind which port, by the settings."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from gleanry.connect.mail import SmtpMailer, SmtpSettings
from gleanry.flow.nurture.ports import Mailer

NEEDED = ("host", "sender", "base_url")
VARIABLES = {"host": "GLEANRY_MAIL_HOST", "sender": "GLEANRY_MAIL_FROM", "base_url": "GLEANRY_URL"}


def mailer() -> Mailer | None:
    """What sends mail; None while a setting it needs is missing: mails are then kept until there is one."""
    given: dict[str, Any] = settings.GLEANRY_MAIL
    return None if missing_for_mail() else SmtpMailer(SmtpSettings(**given))


def missing_for_mail() -> list[str]:
    """The variables that have to be set before mail can be sent."""
    return [VARIABLES[name] for name in NEEDED if not settings.GLEANRY_MAIL[name]]
