from django.apps import AppConfig


class TouchesConfig(AppConfig):
    name = "gleanry.touches"
    label = "touches"
