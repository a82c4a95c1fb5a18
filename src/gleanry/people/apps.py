from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "gleanry.people"
    label = "people"

    def ready(self) -> None:
        """Have the books of tiers, codes and accounts checked before they are in force."""
        from gleanry.kit import rulebook
        from gleanry.people.rules import faults_of_accounts, faults_of_codes, faults_of_tiers

        rulebook.check_with("tiers", faults_of_tiers)
        rulebook.check_with("codes", faults_of_codes)
        rulebook.check_with("accounts", faults_of_accounts)
