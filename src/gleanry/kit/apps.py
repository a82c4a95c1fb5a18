from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "gleanry.kit"
    label = "kit"
