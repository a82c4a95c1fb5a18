from django.apps import AppConfig


class WiringConfig(AppConfig):
    name = "gleanry.wiring"
    label = "wiring"

    def ready(self) -> None:
        """Tell the pump who follows whom, and the worker which jobs there are."""
        from gleanry.flow.identify.actions import backlog, namesakes
        from gleanry.market.audience import tasks as audience
        from gleanry.search import tasks as search
        from gleanry.wiring import handoffs, importing, schedule

        handoffs.install()
        importing.install()
        schedule.register()
        backlog.install()
        namesakes.install()
        search.install()
        audience.install()
