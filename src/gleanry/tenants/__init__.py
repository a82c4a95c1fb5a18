"""Workspaces, the people who work in them, and what each may see.

Takes   sign-ins, invitations, role changes.
Gives   `Viewer`: who is looking, with which roles, at whose records.
Writes  Workspace, User, Member, Team, Region, Token.
Asks    nobody below but the kit.
"""
