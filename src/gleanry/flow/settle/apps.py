from django.apps import AppConfig


class SettleConfig(AppConfig):
    name = "gleanry.flow.settle"
    label = "settle"

    def ready(self) -> None:
        """Have the book checked before it is in force."""
        from gleanry.flow.settle.rules import sources_faults
        from gleanry.kit import rulebook

        rulebook.check_with("sources", sources_faults)
