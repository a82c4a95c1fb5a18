from dataclasses import asdict
from typing import Any

from django.apps import AppConfig


class LeadsConfig(AppConfig):
    name = "gleanry.leads"
    label = "leads"

    def ready(self) -> None:
        """Have pool books checked before they are in force."""
        from gleanry.kit import rulebook
        from gleanry.leads.rules import faults_of

        def faults(body: dict[str, Any]) -> list[dict[str, Any]]:
            return [asdict(fault) for fault in faults_of(body)]

        rulebook.check_with("pools", faults)
