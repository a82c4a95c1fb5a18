from django.apps import AppConfig


class FollowupConfig(AppConfig):
    name = "gleanry.flow.followup"
    label = "followup"
