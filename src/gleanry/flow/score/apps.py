from django.apps import AppConfig


class ScoreConfig(AppConfig):
    name = "gleanry.flow.score"
    label = "score"
