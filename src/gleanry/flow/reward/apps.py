from django.apps import AppConfig


class RewardConfig(AppConfig):
    name = "gleanry.flow.reward"
    label = "reward"

    def ready(self) -> None:
        """Have rules checked before they are in force."""
        from gleanry.flow.reward.actions import look_again
        from gleanry.flow.reward.rules import rewards_faults, usage_faults
        from gleanry.kit import rulebook

        rulebook.check_with("rewards", rewards_faults)
        rulebook.check_with("usage", usage_faults)
        rulebook.follow_with("rewards", look_again)
