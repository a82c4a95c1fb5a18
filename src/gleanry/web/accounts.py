"""Accounts are made by an administrator or the command line; nobody signs up by themselves."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedSignUp(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """Sign-in only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
