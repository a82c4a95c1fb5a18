"""Where the stages are joined: one table of handoffs, the adoption of playbooks, the adapters of ports.

Takes   facts.
Gives   the action each fact leads to.
Writes  nothing itself.
Asks    every stage's actions.
"""
