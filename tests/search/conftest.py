"""A house with people worth finding."""

from __future__ import annotations

import pytest

from tests.conftest import House

PEOPLE = (
    {"person_name": "王小明", "phone": "13800138001", "email": "xm.wang@fenyang.cn", "company": "北京纷扬科技有限公司"},
    {"person_name": "王小", "phone": "13700138662", "company": "北京纷扬科技有限公司"},
    {"person_name": "李王小红", "phone": "13900139003", "company": "深圳华恒机械有限公司", "external_id": "W-2026-77"},
    {"person_name": "John Smith", "phone": "+442079460123", "email": "john@acme.example", "company": "Acme GmbH"},
    {"person_name": "重阳", "phone": "13700137005", "wechat": "cy_2026", "company": "重庆长安汽车股份有限公司"},
)


@pytest.fixture
def leads(house: House) -> list[int]:
    """One lead of each of the people, in their order."""
    return house.send(*PEOPLE)
