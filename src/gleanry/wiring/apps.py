from django.apps import AppConfig


class WiringConfig(AppConfig):
    name = "gleanry.wiring"
    label = "wiring"
