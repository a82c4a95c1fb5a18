from dataclasses import asdict
from typing import Any

from django.apps import AppConfig


class FollowupConfig(AppConfig):
    name = "gleanry.flow.followup"
    label = "followup"

    def ready(self) -> None:
        """Have rules checked before they are in force."""
        from gleanry.flow.followup.rules import contacts_faults, faults_of, gates_faults
        from gleanry.kit import rulebook

        def faults(body: dict[str, Any]) -> list[dict[str, Any]]:
            return [asdict(fault) for fault in faults_of(body)]

        rulebook.check_with("followup", faults)
        rulebook.check_with("contacts", contacts_faults)
        rulebook.check_with("gates", gates_faults)
