"""What stands against two names being one company."""

from __future__ import annotations

import pytest

from gleanry.likeness.names import Conflict, conflict_of, split_name

FULL = "北京纷扬科技有限公司"


@pytest.mark.parametrize(
    ("one", "other", "conflict"),
    [
        (FULL, "北京纷扬", Conflict.NONE),
        (FULL, "纷扬科技", Conflict.NONE),
        (FULL, "北京纷扬科技股份有限公司", Conflict.NONE),
        (FULL, "深圳纷扬科技有限公司", Conflict.APART),
        (FULL, "北京纷扬贸易有限公司", Conflict.APART),
        (FULL, "北京纷扬新能源科技有限公司", Conflict.APART),
        (FULL, "北京纷扬科技有限公司上海分公司", Conflict.APART),
        ("上海联恒模具", "上海联恒纺织", Conflict.APART),
        (FULL, "纷享销客", Conflict.UNSURE),
        ("深中华", "深圳中华自行车集团股份有限公司", Conflict.UNSURE),
        (FULL, "Fenyang Technology", Conflict.NONE),
        ("Siemens AG", "SIEMENS", Conflict.NONE),
        ("Siemens AG", "Siemens Energy AG", Conflict.UNSURE),
    ],
)
def test_names_are_told_apart_by_place_trade_and_branch(one: str, other: str, conflict: Conflict) -> None:
    left, right = split_name(one), split_name(other)
    assert conflict_of(left, right) == conflict
    assert conflict_of(right, left) == conflict
