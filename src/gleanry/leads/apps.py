from django.apps import AppConfig


class LeadsConfig(AppConfig):
    name = "gleanry.leads"
    label = "leads"
