from django.apps import AppConfig


class CockpitConfig(AppConfig):
    name = "gleanry.cockpit"
    label = "cockpit"
