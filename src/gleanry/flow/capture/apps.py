from django.apps import AppConfig


class CaptureConfig(AppConfig):
    name = "gleanry.flow.capture"
    label = "capture"
