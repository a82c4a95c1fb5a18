from django.apps import AppConfig


class ConvertConfig(AppConfig):
    name = "gleanry.flow.convert"
    label = "convert"

    def ready(self) -> None:
        """Have processes, grades and rates checked before they are in force, and let deals follow their processes."""
        from gleanry.flow.convert.actions.following import follow_processes
        from gleanry.flow.convert.rules import faults_of_grades, faults_of_rates, faults_of_stages
        from gleanry.kit import rulebook

        rulebook.check_with("convert", faults_of_stages)
        rulebook.check_with("grades", faults_of_grades)
        rulebook.follow_with("convert", follow_processes)
        rulebook.check_with("rates", faults_of_rates)
