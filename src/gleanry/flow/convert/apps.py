from django.apps import AppConfig


class ConvertConfig(AppConfig):
    name = "gleanry.flow.convert"
    label = "convert"
