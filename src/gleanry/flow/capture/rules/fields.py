"""The canonical fields: what a record of each kind from outside may carry, and how each is typed.

Kinds of value: `text` (with its greatest length), `moment`, `money`, `currency`, `consent`, `stage`, `year`.
A lead's `content` is what drew the person (a paper, a video), `message` what the person wrote.
"""

from gleanry.flow.capture.shapes import Kind

_NAME, _WORD, _URL, _PROSE = 200, 255, 2000, 10_000

_PERSON = {
    "person_name": _NAME, "first_name": _NAME, "last_name": _NAME, "phone": 100, "email": 320,
    "wechat": 100, "company": 300, "job_title": _NAME,
}  # fmt: skip
_UTM = dict.fromkeys(("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content"), _WORD)

TEXT: dict[Kind, dict[str, int]] = {
    "leads": {
        "external_id": _NAME, **_PERSON, "region": _WORD, "industry": _WORD, "company_size": _WORD,
        "credit_code": 40,
        "source": _WORD, "campaign": _WORD, "landing_page": _URL, "content": _WORD, "message": _PROSE,
        "product": _WORD, "owner": _NAME, "note": _PROSE, "country": _WORD, "language": _WORD, **_UTM,
        "address": 500,
    },
    "deals": {
        "external_id": _NAME, "lead_external_id": _NAME, "account": 300, **_PERSON, "name": 300,
        "product": _WORD, "owner": _NAME, "sdr": _NAME, "loss_reason": _WORD, "note": _PROSE,
    },
    "touches": {
        "external_id": _NAME, "person_external_id": _NAME, "phone": 100, "email": 320, "wechat": 100,
        "visitor": _NAME, "kind": _WORD, "channel": _WORD, "campaign": _WORD, "content": _WORD,
        "url": _URL, **_UTM,
    },
    "accounts": {
        "external_id": _NAME, "company": 300, "parent": 300, "industry": _WORD, "company_size": _WORD,
        "region": _WORD, "country": _WORD, "credit_code": 40, "founded": 20, "note": _PROSE,
    },
    "products": {"external_id": _NAME, "code": 80, "product": _WORD, "product_line": _WORD, "note": _PROSE},
    "members": {
        "external_id": 80, "person_name": 80, "first_name": 80, "last_name": 80, "manager": 80, "team": 80,
        "region": 80,
    },
}  # fmt: skip
MOMENTS: dict[Kind, tuple[str, ...]] = {
    "leads": ("first_contact_at", "mql_at", "sql_at"),
    "deals": ("opened_at", "won_at", "lost_at", "closed_at", "paid_at"),
    "touches": ("at",),
    "accounts": (),
    "products": (),
    "members": (),
}
AMOUNTS: dict[Kind, tuple[str, ...]] = {
    "leads": (), "deals": ("amount", "paid_amount"), "touches": ("cost",), "accounts": ("revenue",),
    "products": ("price",), "members": (),
}  # fmt: skip
NEVER_NEGATIVE = frozenset(("revenue", "price"))
CHOICES: dict[Kind, tuple[str, ...]] = {
    "leads": ("consent",),
    "deals": ("currency", "stage"),
    "touches": ("currency",),
    "accounts": ("currency",),
    "products": ("currency",),
    "members": (),
}

# Free text, in which a sign at the beginning is a sign.
PROSE = frozenset(("message", "note", "content", "landing_page", "url"))
EXTRA, IGNORE = "extra", "ignore"
LONGEST_EXTRA = 4000

# A row names somebody when one field of the group is there.
SOMEBODY: dict[Kind, tuple[str, ...]] = {
    "leads": ("external_id", "phone", "email", "wechat"),
    # A deal that its own system numbers is somebody's, though nobody wrote down whose yet.
    "deals": ("lead_external_id", "account", "company", "phone", "email", "wechat", "person_name", "external_id"),
    "touches": ("person_external_id", "phone", "email", "wechat", "visitor"),
    "accounts": ("company",),
    "products": ("product", "code"),
    "members": ("person_name", "external_id"),
}
ALSO_REQUIRED: dict[Kind, tuple[str, ...]] = {
    "leads": (), "deals": (), "touches": ("at",), "accounts": (), "products": (), "members": (),
}  # fmt: skip
# Kinds whose rows are things with a name, and nobody to be contacted.
NAMED_THINGS = frozenset(("accounts", "products", "members"))

CONSENT_WORDS = {
    **dict.fromkeys(("yes", "y", "true", "1", "是", "同意", "已同意", "opt-in", "opted in", "授权", "已授权"), True),
    **dict.fromkeys(("no", "n", "false", "0", "否", "不同意", "未同意", "opt-out", "opted out", "未授权"), False),
}
STAGE_WORDS = {
    **dict.fromkeys(("won", "closed won", "closedwon", "closed-won", "win", "赢单", "成交", "已成交", "已赢单"), "won"),
    **dict.fromkeys(("lost", "closed lost", "closedlost", "closed-lost", "丢单", "输单", "战败", "已丢单"), "lost"),
    **dict.fromkeys(("open", "in progress", "进行中", "跟进中"), "open"),
}
# What programs write for nothing.
BLANKS = frozenset(("", "null", "NULL", "Null", "(null)", "\\N", "nan", "NaN", "#N/A", "N/A", "n/a", "None"))


def fields_of(kind: Kind) -> tuple[str, ...]:
    """Give the canonical fields of a kind that a column may fill."""
    return (*TEXT[kind], *MOMENTS[kind], *AMOUNTS[kind], *CHOICES[kind])
