"""How two values of a field can agree, from nothing to say (0) to different, and how often the same person's do.

The shares are those of pairs of rows of one person, chosen beforehand from how people err and not from any data; they
count as `PRIOR_PAIRS` pairs and are learned anew from every file (see weigh.py).
"""

from __future__ import annotations

NAME = ("", "same", "sounds the same", "close", "family name only", "different")
SHORT_NAME = ("", "fits", "different")
COMPANY = ("", "same", "same but for the place", "short form", "alike", "elsewhere", "different")
PHONE = ("", "same", "one digit off", "different")
LINE = ("", "same", "different")
EMAIL = ("", "same", "same box elsewhere", "close", "different")
DOMAIN = ("", "same", "different")
PLAIN = ("", "same", "close", "different")

LEVELS: dict[str, tuple[str, ...]] = {
    "name": NAME, "short_name": SHORT_NAME, "company": COMPANY, "phone": PHONE, "line": LINE, "email": EMAIL,
    "domain": DOMAIN, "wechat": PLAIN, "job_title": PLAIN, "region": PLAIN,
    "birth_date": PLAIN, "person_id": PLAIN, "address": PLAIN, "postcode": PLAIN,
}  # fmt: skip
"""The fields that are compared, in the order in which evidence is told."""

SHARES: dict[str, tuple[float, ...]] = {
    "name": (1, 0.82, 0.07, 0.06, 0.02, 0.03),
    "short_name": (1, 0.92, 0.08),
    "company": (1, 0.70, 0.08, 0.14, 0.03, 0.01, 0.04),
    "phone": (1, 0.75, 0.05, 0.20),
    "line": (1, 0.70, 0.30),
    "email": (1, 0.75, 0.02, 0.05, 0.18),
    "domain": (1, 0.90, 0.10),
    "wechat": (1, 0.85, 0.03, 0.12),
    "job_title": (1, 0.60, 0.05, 0.35),
    "region": (1, 0.88, 0.03, 0.09),
    "birth_date": (1, 0.90, 0.07, 0.03),
    "person_id": (1, 0.85, 0.10, 0.05),
    "address": (1, 0.65, 0.20, 0.15),
    "postcode": (1, 0.85, 0.08, 0.07),
}  # fmt: skip
PRIOR_PAIRS = 200.0

CHANCE: dict[str, dict[int, float]] = {
    "name": {3: 14.0},
    "short_name": {1: 6.0},
    "company": {4: 14.0},
    "phone": {2: 24.6},
    "email": {3: 18.0},
    "wechat": {2: 16.0},
    "job_title": {2: 2.0},
    "region": {2: 2.0},
    "birth_date": {2: 6.0},
    "person_id": {2: 16.0},
    "address": {2: 9.0},
    "postcode": {2: 5.0},
}
"""Bits of chance against two strangers agreeing at a level for which a file's own counts say nothing. Two mobile
numbers are a digit or an exchange apart once in 2^24.6: each has 109 such neighbours among 28 x 10^8."""

NEAR_NAME = 5.5
"""Bits against two given names of one family being a character apart."""

NEAR_BOX = 6.0
"""Bits against two people of one house having mail boxes a letter apart."""

WORK = ("company", "line", "domain")
HOME = ("address", "postcode")
"""Fields that tell one fact, where somebody works or lives: of each group the strongest evidence counts, once."""
OWNED = ("phone", "email", "wechat")
"""What one person has, until colleagues share it."""
