from dataclasses import asdict
from typing import Any

from django.apps import AppConfig


class IdentifyConfig(AppConfig):
    name = "gleanry.flow.identify"
    label = "identify"

    def ready(self) -> None:
        """Have rules checked before they are in force."""
        from gleanry.flow.identify.rules import faults_of
        from gleanry.kit import rulebook

        def faults(body: dict[str, Any]) -> list[dict[str, Any]]:
            return [asdict(fault) for fault in faults_of(body)]

        rulebook.check_with("identify", faults)
