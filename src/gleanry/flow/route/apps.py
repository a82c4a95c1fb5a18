from dataclasses import asdict
from typing import Any

from django.apps import AppConfig


class RouteConfig(AppConfig):
    name = "gleanry.flow.route"
    label = "route"

    def ready(self) -> None:
        """Have rules checked before they are in force."""
        from gleanry.flow.route.rules.check import faults_of
        from gleanry.kit import rulebook

        def faults(body: dict[str, Any]) -> list[dict[str, Any]]:
            return [asdict(fault) for fault in faults_of(body)]

        rulebook.check_with("route", faults)
