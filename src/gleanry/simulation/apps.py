from django.apps import AppConfig


class SimulationConfig(AppConfig):
    name = "gleanry.simulation"
    label = "simulation"
