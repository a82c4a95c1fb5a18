"""Mail domains that say nothing of a company: throw-away ones, and those anybody can have an address at."""

from __future__ import annotations

from functools import cache

from gleanry.values.public_mail import PUBLIC_DOMAINS


def is_disposable(domain: str) -> bool:
    """Whether mail to it is meant to be thrown away (package `disposable-email-domains`), the names under one too."""
    blocked = _blocked()
    while domain not in blocked:
        domain = domain.partition(".")[2]
        if "." not in domain:
            return False
    return True


def is_free(domain: str) -> bool:
    """Whether an address there says nothing of where somebody works."""
    return domain in PUBLIC_DOMAINS or is_disposable(domain)


@cache
def _blocked() -> frozenset[str]:
    from disposable_email_domains import blocklist

    return frozenset(blocklist)
