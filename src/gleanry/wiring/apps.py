from django.apps import AppConfig


class WiringConfig(AppConfig):
    name = "gleanry.wiring"
    label = "wiring"

    def ready(self) -> None:
        from gleanry.wiring.handoffs import install

        install()
