"""What is usable in what came in, what is wrong with the rest, and what must not be handed on."""

from gleanry.flow.clean.rules.fields import Cleaning, clean_fields

__all__ = ["Cleaning", "clean_fields"]
