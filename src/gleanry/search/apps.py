from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "gleanry.search"
    label = "search"
