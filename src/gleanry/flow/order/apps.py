from django.apps import AppConfig


class OrderConfig(AppConfig):
    name = "gleanry.flow.order"
    label = "order"
