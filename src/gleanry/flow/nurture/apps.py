from django.apps import AppConfig


class NurtureConfig(AppConfig):
    name = "gleanry.flow.nurture"
    label = "nurture"

    def ready(self) -> None:
        """Have a body of the book checked before it is in force."""
        from gleanry.flow.nurture.rules.plans import faults_of
        from gleanry.kit import rulebook

        rulebook.check_with("plans", faults_of)
