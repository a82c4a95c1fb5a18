from django.apps import AppConfig


class CleanConfig(AppConfig):
    name = "gleanry.flow.clean"
    label = "clean"

    def ready(self) -> None:
        """Have the screens checked before they are in force."""
        from gleanry.flow.clean.rules.screens import faults_of_screens
        from gleanry.kit import rulebook

        rulebook.check_with("clean", faults_of_screens)
