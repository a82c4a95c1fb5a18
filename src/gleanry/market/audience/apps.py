from django.apps import AppConfig


class AudienceConfig(AppConfig):
    name = "gleanry.market.audience"
    label = "audience"
