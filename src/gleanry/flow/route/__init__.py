"""Who shall have this lead, and why that one.

Takes   Graded leads in the intake pool; Qualified ones for a seller.
Gives   an owner and a pool, with the rule, the candidates and the turn.
Writes  Assignment, Rotation, Taken.
Asks    tenants for the people, the rule book `route` for the rules in order.
"""
