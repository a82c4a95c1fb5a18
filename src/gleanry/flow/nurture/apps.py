from django.apps import AppConfig


class NurtureConfig(AppConfig):
    name = "gleanry.flow.nurture"
    label = "nurture"
