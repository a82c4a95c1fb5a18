"""Mail domains that say nothing of a company: throw-away ones, and those anybody can have an address at."""

from __future__ import annotations

from functools import cache

_FREE = """
qq.com vip.qq.com foxmail.com 163.com 126.com yeah.net vip.163.com vip.126.com 188.com sina.com sina.cn vip.sina.com
sohu.com 139.com 189.cn wo.cn aliyun.com 21cn.com tom.com 263.net 88.com 111.com eyou.com
gmail.com googlemail.com outlook.com hotmail.com live.com live.cn msn.com icloud.com me.com mac.com yahoo.com
yahoo.co.jp yahoo.co.uk yahoo.fr yahoo.de yahoo.com.br yahoo.com.cn yahoo.cn yahoo.com.hk yahoo.com.tw ymail.com aol.com
gmx.de gmx.net gmx.com web.de t-online.de freenet.de orange.fr wanadoo.fr free.fr laposte.net libero.it virgilio.it
mail.ru bk.ru list.ru inbox.ru yandex.ru yandex.com rambler.ru proton.me protonmail.com pm.me zoho.com fastmail.com
mail.com naver.com daum.net hanmail.net docomo.ne.jp ezweb.ne.jp uol.com.br bol.com.br terra.com.br rediffmail.com
"""
FREE = frozenset(_FREE.split())
"""Addresses anybody can have; most people of companies in China write from one of them."""


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
    return domain in FREE or is_disposable(domain)


@cache
def _blocked() -> frozenset[str]:
    from disposable_email_domains import blocklist

    return frozenset(blocklist)
