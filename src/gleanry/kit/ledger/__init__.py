"""The spine: facts appended with the change they describe, handed on by a pump, sealed in a hash chain.

`announce` writes, `pump` delivers, `seal` closes batches and checks them. The list of who hears what comes from
`gleanry.wiring.handoffs` through `subscribe`.
"""

from gleanry.kit.ledger.announcing import announce, announced_sizes
from gleanry.kit.ledger.pump import carried_by_hand, drain, subscribe

__all__ = ["announce", "announced_sizes", "carried_by_hand", "drain", "subscribe"]
