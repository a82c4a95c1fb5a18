from django.apps import AppConfig


class IdentifyConfig(AppConfig):
    name = "gleanry.flow.identify"
    label = "identify"
