from django.apps import AppConfig


class OrderConfig(AppConfig):
    name = "gleanry.flow.order"
    label = "order"

    def ready(self) -> None:
        """Have discount limits, numbers, terms and the order gate checked before they are in force."""
        from gleanry.flow.order.rules import faults_of_limits, faults_of_orders, faults_of_papers
        from gleanry.kit import rulebook

        rulebook.check_with("prices", faults_of_limits)
        rulebook.check_with("papers", faults_of_papers)
        rulebook.check_with("orders", faults_of_orders)
