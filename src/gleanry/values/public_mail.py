"""Mail domains anybody can have an address at: one there says nothing of where somebody works."""

_DOMAINS = """
qq.com vip.qq.com foxmail.com 163.com 126.com yeah.net vip.163.com vip.126.com 188.com sina.com sina.cn vip.sina.com
sohu.com 139.com 189.cn wo.cn aliyun.com 21cn.com tom.com 263.net 88.com 111.com eyou.com
gmail.com googlemail.com outlook.com hotmail.com hotmail.co.uk live.com live.cn msn.com icloud.com me.com mac.com
yahoo.com yahoo.co.jp yahoo.co.uk yahoo.fr yahoo.de yahoo.com.br yahoo.com.cn yahoo.cn yahoo.com.hk yahoo.com.tw
ymail.com aol.com gmx.de gmx.net gmx.com web.de t-online.de freenet.de orange.fr wanadoo.fr free.fr laposte.net
libero.it virgilio.it mail.ru bk.ru list.ru inbox.ru yandex.ru yandex.com rambler.ru proton.me protonmail.com pm.me
zoho.com fastmail.com mail.com naver.com daum.net hanmail.net docomo.ne.jp ezweb.ne.jp uol.com.br bol.com.br
terra.com.br rediffmail.com
"""
PUBLIC_DOMAINS = frozenset(_DOMAINS.split())
