"""The catalogues: what is collected, kept, and found wanting."""

from __future__ import annotations

import io

import pytest
from babel.messages.pofile import read_po

from scripts import messages

TEMPLATE = """{% load i18n %}<h1>{% translate "Leads" %}</h1>
{% blocktranslate count n=n %}{{ n }} lead{% plural %}{{ n }} leads{% endblocktranslate %}"""
CODE = """from django.utils.translation import gettext as _, pgettext_lazy
A = _("Sign in to %(name)s")
B = pgettext_lazy("verb", "Order")
"""


@pytest.fixture
def source(tmp_path, monkeypatch):
    """A package with one page and one module; the catalogues go beside it."""
    package = tmp_path / "src/gleanry"
    (package / "web/templates").mkdir(parents=True)
    (package / "web/templates/leads.html").write_text(TEMPLATE)
    (package / "web/views.py").write_text(CODE)
    monkeypatch.setattr(messages, "SOURCE", tmp_path / "src")
    monkeypatch.setattr(messages, "LOCALES", package / "web/locale")
    return package


def translate(language: str, pairs: dict[str, str]) -> None:
    catalogue = messages.stored(language)
    for message in messages.strings(catalogue):
        english = message.id if isinstance(message.id, str) else message.id[0]
        if english in pairs:
            message.string = pairs[english] if isinstance(message.id, str) else (pairs[english],)
    messages.path(language).write_bytes(messages.text_of(catalogue))


COMPLETE = {
    "Leads": "线索",
    "%(n)s lead": "%(n)s 条线索",
    "Sign in to %(name)s": "登录 %(name)s",
    "Order": "下单",
}


def test_strings_of_pages_and_code_are_collected(source):
    messages.write_catalogues()
    found = {message.id if isinstance(message.id, str) else message.id[0] for message in messages.stored("zh_Hans")}

    assert found - {""} == set(COMPLETE)


def test_english_holds_only_plurals_and_is_complete_by_itself(source):
    messages.write_catalogues()

    assert [message.id for message in messages.strings(messages.stored("en"))] == [("%(n)s lead", "%(n)s leads")]
    assert list(messages.faults_of("en", messages.collected())) == []


def test_a_complete_catalogue_passes_and_survives_a_second_collection(source):
    messages.write_catalogues()
    translate("zh_Hans", COMPLETE)

    assert messages.check_catalogues() == 0
    before = messages.path("zh_Hans").read_bytes()
    messages.write_catalogues()
    assert messages.path("zh_Hans").read_bytes() == before


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"Leads": ""}, "is not translated"),
        ({"Sign in to %(name)s": "登录 %(nmae)s"}, "other placeholders"),
    ],
)
def test_a_faulty_translation_is_found(source, change, fault):
    messages.write_catalogues()
    translate("zh_Hans", COMPLETE | change)

    faults = list(messages.faults_of("zh_Hans", messages.collected()))
    assert len(faults) == 1
    assert fault in faults[0]


def test_a_fuzzy_translation_is_found(source):
    messages.write_catalogues()
    translate("zh_Hans", COMPLETE)
    catalogue = messages.stored("zh_Hans")
    next(message for message in catalogue if message.id == "Leads").flags.add("fuzzy")
    messages.path("zh_Hans").write_bytes(messages.text_of(catalogue))

    assert any("fuzzy" in fault for fault in messages.faults_of("zh_Hans", messages.collected()))


@pytest.mark.parametrize("code", [CODE + '\nC = _("New")\n', "A = 1\n"], ids=["added", "gone"])
def test_a_stale_catalogue_is_found(source, code):
    messages.write_catalogues()
    translate("zh_Hans", COMPLETE)
    (source / "web/views.py").write_text(code)

    assert messages.check_catalogues() == 1


def test_compiling_writes_what_django_reads_and_only_when_needed(source):
    messages.write_catalogues()
    translate("zh_Hans", COMPLETE)
    messages.compile_catalogues()
    compiled = messages.path("zh_Hans").with_suffix(".mo")
    first = compiled.stat().st_mtime_ns
    messages.compile_catalogues()

    assert "登录 %(name)s".encode() in compiled.read_bytes()
    assert compiled.stat().st_mtime_ns == first


def test_the_written_file_is_a_catalogue_any_tool_reads(source):
    messages.write_catalogues()
    catalogue = read_po(io.BytesIO(messages.path("zh_Hans").read_bytes()))

    assert catalogue.locale is not None
    assert str(catalogue.locale) == "zh_Hans"
