from django.apps import AppConfig


class CollectConfig(AppConfig):
    name = "gleanry.flow.collect"
    label = "collect"

    def ready(self) -> None:
        """Have payment terms and dunning steps checked before they are in force."""
        from gleanry.flow.collect.rules import faults_of_collecting
        from gleanry.kit import rulebook

        rulebook.check_with("collecting", faults_of_collecting)
