from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "gleanry.web"
    label = "web"
