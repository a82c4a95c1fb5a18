from django.apps import AppConfig


class TenantsConfig(AppConfig):
    name = "gleanry.tenants"
    label = "tenants"

    def ready(self) -> None:
        """Have the book of working hours checked before it is in force, and everybody told when it changes."""
        from gleanry.kit import rulebook
        from gleanry.tenants.actions import announce_all_times
        from gleanry.tenants.rules import faults_of_calendar

        rulebook.check_with("calendar", faults_of_calendar)
        rulebook.follow_with("calendar", announce_all_times)
