from django.apps import AppConfig


class FollowupConfig(AppConfig):
    name = "gleanry.flow.followup"
    label = "followup"

    def ready(self) -> None:
        """Have rules checked before they are in force."""
        from gleanry.flow.followup.rules import contacts_faults, gates_faults
        from gleanry.kit import rulebook

        rulebook.check_with("contacts", contacts_faults)
        rulebook.check_with("gates", gates_faults)
