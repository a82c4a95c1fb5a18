"""Mail domains anybody can have: an address there says nothing of a company."""

from __future__ import annotations

PUBLIC_DOMAINS = frozenset((
    "qq.com", "vip.qq.com", "foxmail.com", "163.com", "vip.163.com", "126.com", "vip.126.com", "yeah.net", "188.com",
    "sina.com", "sina.cn", "vip.sina.com", "sohu.com", "139.com", "189.cn", "wo.cn", "aliyun.com", "21cn.com",
    "tom.com", "gmail.com", "googlemail.com", "hotmail.com", "outlook.com", "live.com", "msn.com", "yahoo.com",
    "yahoo.co.jp", "yahoo.co.uk", "ymail.com", "icloud.com", "me.com", "mac.com", "aol.com", "gmx.de", "gmx.net",
    "gmx.com", "web.de", "t-online.de", "orange.fr", "free.fr", "libero.it", "proton.me", "protonmail.com",
    "mail.com", "mail.ru", "yandex.ru", "yandex.com", "naver.com", "hanmail.net", "daum.net", "zoho.com",
))  # fmt: skip
