"""Make a year, fill the demo."""

from gleanry.simulation.actions.demo import fill_demo
from gleanry.simulation.actions.year import run_simulation, simulate

__all__ = ["fill_demo", "run_simulation", "simulate"]
