from dataclasses import asdict
from typing import Any

from django.apps import AppConfig


class ScoreConfig(AppConfig):
    name = "gleanry.flow.score"
    label = "score"

    def ready(self) -> None:
        """Have tables checked before they are in force."""
        from gleanry.flow.score.rules import faults_of
        from gleanry.kit import rulebook

        def faults(body: dict[str, Any]) -> list[dict[str, Any]]:
            return [asdict(fault) for fault in faults_of(body)]

        rulebook.check_with("score", faults)
