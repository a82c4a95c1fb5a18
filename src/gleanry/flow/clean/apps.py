from django.apps import AppConfig


class CleanConfig(AppConfig):
    name = "gleanry.flow.clean"
    label = "clean"
