"""Which moves the register allows, how the pool book is read, and what is wrong with one."""

from gleanry.leads.rules.book import read_pools
from gleanry.leads.rules.faults import faults_of
from gleanry.leads.rules.moves import FINAL, may_join, may_move

__all__ = ["FINAL", "faults_of", "may_join", "may_move", "read_pools"]
