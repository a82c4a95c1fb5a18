"""A file from upload to result: seen before it is taken, followed while it runs, mended after."""

from __future__ import annotations

import csv
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from gleanry.wiring.importing import run_import
from tests.web.conftest import House

pytestmark = pytest.mark.django_db(transaction=True)
FILE = "姓名,公司,手机,备注\n张伟,宝山,13812345678,=1+1\n李娜,恒远,,没有电话\n"


def _upload(client: Client, text: str = FILE, encoding: str = "gb18030") -> str:
    file = SimpleUploadedFile("展会.csv", text.encode(encoding))
    answer = client.post("/imports/", {"kind": "leads", "file": file})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer.headers["Location"])


def _choice(page: str, column: int) -> str:
    options = page.split(f'id="column-{column}"')[1].split("</select>", maxsplit=1)[0]
    return options.split(" selected")[0].rsplit('value="', 1)[1].split('"')[0]


def test_the_mapping_is_guessed_and_shown(house: House) -> None:
    client = house.client("marketer")
    page = client.get(_upload(client)).content.decode()
    assert [_choice(page, n) for n in range(4)] == ["person_name", "company", "phone", "note"]
    assert "GB18030" in page
    assert "names nobody" in page


def test_a_corrected_mapping_changes_the_preview_and_is_kept_by_name(house: House) -> None:
    client = house.client("marketer")
    path = _upload(client)
    chosen = {"column-0": "person_name", "column-1": "company", "column-2": "extra", "column-3": "extra"}
    page = client.post(path + "preview/", chosen).content.decode()
    assert "One of these is needed" in page
    chosen |= {"column-2": "phone", "save_as": "Fair"}
    started = client.post(path + "start/", chosen)
    again = client.get(_upload(client, FILE + "王五,东港,13912345678,\n") + "?mapping=Fair").content.decode()
    assert [_choice(again, n) for n in range(4)] == ["person_name", "company", "phone", "extra"]
    assert "Waiting for the worker" in client.get(started.headers["Location"]).content.decode()


def test_the_result_counts_and_the_refused_rows_come_back_with_their_reason(house: House) -> None:
    client = house.client("marketer")
    path = _upload(client)
    chosen = {"column-0": "person_name", "column-1": "company", "column-2": "phone", "column-3": "note"}
    started = str(client.post(path + "start/", chosen).headers["Location"])
    run_import(house.workspace_id, int(started.strip("/").split("/")[-1]))
    page = client.get(started).content.decode()
    assert "Refused rows" in page
    answer = client.get(started + "refused.csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]  # a stream
    rows = list(csv.reader(io.StringIO(text)))
    assert rows[0] == ["姓名", "公司", "手机", "备注", "What is wrong"]
    assert rows[1][:4] == ["李娜", "恒远", "", "没有电话"]
    assert "names nobody" in rows[1][4]
    assert "here before" in client.post(_upload(client) + "start/", chosen, follow=True).content.decode()


def test_a_file_that_cannot_be_read_is_refused_in_words(house: House) -> None:
    file = SimpleUploadedFile("empty.csv", b"\n\n")
    client = house.client("marketer")
    answer = client.post(
        "/imports/", {"kind": "leads", "file": file}, headers={"referer": "http://testserver/leads/"}, follow=True
    )
    assert "The file is empty." in answer.content.decode()
