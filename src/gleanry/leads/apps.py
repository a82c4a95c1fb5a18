from dataclasses import asdict
from typing import Any

from django.apps import AppConfig

from gleanry.leads.shapes import PoolFault


def _told(fault: PoolFault) -> dict[str, Any]:
    """A fault as rule books tell it: `pools.code` is the column code of the table pools."""
    table, dot, column = fault.setting.partition(".")
    place = {"table": table, "setting": column} if dot else {"setting": table}
    return asdict(fault) | place


class LeadsConfig(AppConfig):
    name = "gleanry.leads"
    label = "leads"

    def ready(self) -> None:
        """Have pool books checked before they are in force."""
        from gleanry.kit import rulebook
        from gleanry.leads.rules import faults_of

        def faults(body: dict[str, Any]) -> list[dict[str, Any]]:
            return [_told(fault) for fault in faults_of(body)]

        rulebook.check_with("pools", faults)
