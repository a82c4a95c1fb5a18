from django.apps import AppConfig


class AttributeConfig(AppConfig):
    name = "gleanry.flow.attribute"
    label = "attribute"

    def ready(self) -> None:
        """Have the book checked before it is in force."""
        from gleanry.flow.attribute.rules import faults_of_book
        from gleanry.kit import rulebook

        rulebook.check_with("attribute", faults_of_book)
