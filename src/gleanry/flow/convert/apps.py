from django.apps import AppConfig


class ConvertConfig(AppConfig):
    name = "gleanry.flow.convert"
    label = "convert"

    def ready(self) -> None:
        """Have stages and rates checked before they are in force."""
        from gleanry.flow.convert.rules import faults_of_rates, faults_of_stages
        from gleanry.kit import rulebook

        rulebook.check_with("convert", faults_of_stages)
        rulebook.check_with("rates", faults_of_rates)
