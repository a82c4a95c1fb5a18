"""Message catalogues with Babel alone: no gettext programs are needed.

    python -m scripts.messages extract    collect the strings of code and templates into the catalogues
    python -m scripts.messages compile    .po to .mo, where the .po is newer
    python -m scripts.messages check      fail on a string untranslated, fuzzy, missing, left over or ill-placed

English is the language of the source; its catalogue holds only what English itself must vary: plurals.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parent.parent / "src"
LOCALES = SOURCE / "gleanry/web/locale"
LANGUAGES = ("zh_Hans", "en")
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")
# A date that changed with every run would make every run a change.
UNDATED = datetime(2026, 1, 1, tzinfo=UTC)


def main(argv: list[str]) -> int:
    verbs = {"extract": write_catalogues, "compile": compile_catalogues, "check": check_catalogues}
    if len(argv) != 1 or argv[0] not in verbs:
        print(__doc__, file=sys.stderr)
        return 2
    return verbs[argv[0]]()


def write_catalogues() -> int:
    template = collected()
    for language in LANGUAGES:
        catalogue = updated(language, template)
        path(language).parent.mkdir(parents=True, exist_ok=True)
        path(language).write_bytes(text_of(catalogue))
        untranslated = sum(1 for message in strings(catalogue) if not is_translated(message))
        print(f"· {language}: {len(catalogue)} strings, {untranslated} without a translation")
    return 0


def compile_catalogues() -> int:
    for source in sorted(LOCALES.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns >= source.stat().st_mtime_ns:
            continue
        draft = target.with_suffix(".mo.new")
        with source.open("rb") as file, draft.open("wb") as out:
            write_mo(out, read_po(file))
        draft.replace(target)
        print(f"· compiled {target.relative_to(SOURCE)}", flush=True)
    return 0


def check_catalogues() -> int:
    template = collected()
    faults = [fault for language in LANGUAGES for fault in faults_of(language, template)]
    for fault in faults:
        print(f"! {fault}", file=sys.stderr)
    if faults:
        print("  python -m scripts.messages extract brings the catalogues up to date.", file=sys.stderr)
    return 1 if faults else 0


def collected() -> Catalog:
    """Every string of the source, with the files it stands in (no line numbers: they would change daily)."""
    catalogue = Catalog(charset="utf-8")
    for file, source in sources():
        for _, messages, comments, context in extract(
            "python", io.BytesIO(source.encode()), KEYWORDS, comment_tags=("Translators:",)
        ):
            catalogue.add(
                messages, locations=[(file.relative_to(SOURCE).as_posix(), 0)], auto_comments=comments, context=context
            )
    return catalogue


def sources() -> Iterator[tuple[Path, str]]:
    for file in sorted((SOURCE / "gleanry").rglob("*")):
        if "vendor" in file.parts:
            continue
        if file.suffix == ".py":
            yield file, file.read_text(encoding="utf-8")
        elif file.suffix in {".html", ".txt"} and "templates" in file.parts:
            yield file, flush_left(templatize(file.read_text(encoding="utf-8"), origin=str(file)))


def flush_left(source: str) -> str:
    """What Django makes of a template is read as Python, to which the template's indentation means something."""
    return "\n".join(line.lstrip() for line in source.splitlines())


def updated(language: str, template: Catalog) -> Catalog:
    """What is already translated is kept; nothing is guessed from a similar string."""
    catalogue = Catalog(
        locale=language, project="gleanry", charset="utf-8", fuzzy=False, creation_date=UNDATED, revision_date=UNDATED,
        last_translator="Gleanry", language_team="Gleanry", copyright_holder="Gleanry", header_comment="# Gleanry",
    )  # fmt: skip
    known = stored(language)
    for message in strings(template):
        if language == "en" and not message.pluralizable:
            continue
        old = known.get(message.id, message.context)
        said = old.string if old and is_translated(old) else None
        if language == "en" and said is None:
            said = message.id
        flags = message.flags | (old.flags if old else set())
        catalogue.add(
            message.id, said, message.locations, flags, message.auto_comments, old.user_comments if old else (),
            context=message.context,
        )  # fmt: skip
    return catalogue


def stored(language: str) -> Catalog:
    if not path(language).exists():
        return Catalog(locale=language)
    with path(language).open("rb") as file:
        return read_po(file, locale=language)


def faults_of(language: str, template: Catalog) -> Iterator[str]:
    wanted = updated(language, template)
    on_disk = path(language).read_bytes() if path(language).exists() else b""
    if on_disk != text_of(wanted):
        yield f"{language}: the catalogue is not what the source says (strings added, gone or moved)"
    for message in strings(wanted):
        label = f"{language}: {message.id!r}"
        if not is_translated(message):
            yield f"{label} is not translated"
        elif message.fuzzy:
            yield f"{label} is marked fuzzy"
        elif placeholders(message.string) != placeholders(message.id):
            yield f"{label} has other placeholders in its translation"


def strings(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def is_translated(message: Message | None) -> bool:
    if message is None:
        return False
    forms = message.string if isinstance(message.string, (tuple, list)) else [message.string]
    return all(forms)


def placeholders(text: str | tuple[str, ...] | list[str] | None) -> set[str]:
    """Of all plural forms together: one form may leave the number out ("one lead")."""
    whole = text if isinstance(text, str) else " ".join(text or ())
    return {first or second for first, second in PLACEHOLDER.findall(whole)}


def text_of(catalogue: Catalog) -> bytes:
    out = io.BytesIO()
    write_po(out, catalogue, width=110, sort_output=True, include_lineno=False)
    return out.getvalue()


def path(language: str) -> Path:
    return LOCALES / language / "LC_MESSAGES/django.po"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
