from django.apps import AppConfig


class RouteConfig(AppConfig):
    name = "gleanry.flow.route"
    label = "route"
