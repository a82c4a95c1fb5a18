from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "gleanry.people"
    label = "people"
