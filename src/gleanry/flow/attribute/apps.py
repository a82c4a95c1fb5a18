from django.apps import AppConfig


class AttributeConfig(AppConfig):
    name = "gleanry.flow.attribute"
    label = "attribute"
