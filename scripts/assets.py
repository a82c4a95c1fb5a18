"""Front-end files: taken from npm at set-up, checked against `assets.lock`, never committed.

    python -m scripts.assets            put them in place, or find them there already; fails on any difference
    python -m scripts.assets --update   after a change of package.json or icons.txt: write assets.lock anew

Every name in `icons.txt` (one of Tabler's outline icons, or NAME-filled) becomes a symbol of `icons.svg`, drawn by
`{% icon "NAME" %}`.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from scripts import node

ROOT = Path(__file__).resolve().parent.parent
VENDOR = ROOT / "src/gleanry/web/static/vendor"
LOCK = ROOT / "assets.lock"
ICONS = ROOT / "icons.txt"

# where it goes, which package, which file of it
FILES = (
    ("tabler/tabler.min.css", "@tabler/core", "dist/css/tabler.min.css"),
    ("tabler/tabler.min.js", "@tabler/core", "dist/js/tabler.min.js"),
    ("tabler/tabler-theme.min.js", "@tabler/core", "dist/js/tabler-theme.min.js"),
    ("tabler/README.md", "@tabler/core", "README.md"),
    ("echarts/echarts.min.js", "echarts", "dist/echarts.min.js"),
    ("echarts/langZH.js", "echarts", "i18n/langZH.js"),
    ("echarts/LICENSE", "echarts", "LICENSE"),
    ("echarts/NOTICE", "echarts", "NOTICE"),
    ("echarts/LICENSE-d3", "echarts", "licenses/LICENSE-d3"),
    ("icons-LICENSE", "@tabler/icons", "LICENSE"),
)
OUTLINE = 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"'
FILLED = 'fill="currentColor"'
# Maps are not carried, and a static-file storage that follows references fails on one that leads nowhere.
SOURCE_MAP = re.compile(rb"\n?(//# sourceMappingURL=\S+|/\*# sourceMappingURL=\S+ \*/)\s*$")


def main(argv: list[str]) -> int:
    if argv == ["--update"]:
        with node.modules(ROOT) as modules:
            contents = build(modules)
            LOCK.write_text(lock_of(contents, modules))
        put(contents)
        print(f"· wrote {LOCK.name}: {len(contents)} files")
        return 0
    if in_place() == locked():
        return 0
    with node.modules(ROOT) as modules:
        contents = build(modules)
    differing = differences(locked(), digests(contents))
    if differing:
        print("! front-end files differ from assets.lock:", *differing, sep="\n    ", file=sys.stderr)
        print("  If that is meant: python -m scripts.assets --update, and commit it.", file=sys.stderr)
        return 1
    put(contents)
    print(f"· front-end files in place, {len(contents)} checked against {LOCK.name}")
    return 0


def build(modules: Path) -> dict[str, bytes]:
    contents = {
        target: SOURCE_MAP.sub(b"\n", (modules / package / source).read_bytes()) for target, package, source in FILES
    }
    contents["icons.svg"] = sprite(modules).encode()
    return contents


def sprite(modules: Path) -> str:
    names = sorted(set(ICONS.read_text().split()))
    unknown = [name for name in names if not drawing_of(name, modules).exists()]
    if unknown:
        sys.exit(f"! icons.txt names icons that Tabler does not have: {', '.join(unknown)}")
    symbols = "\n".join(symbol(name, modules) for name in names)
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'


def symbol(name: str, modules: Path) -> str:
    drawing = re.sub(r"^.*?<svg.*?>|</svg>\s*$", "", drawing_of(name, modules).read_text(), flags=re.DOTALL)
    lines = [line.strip() for line in drawing.splitlines()]
    paths = "".join(line for line in lines if line and 'd="M0 0h24v24H0z"' not in line)
    paint = FILLED if name.endswith("-filled") else OUTLINE
    return f'<symbol id="{name}" viewBox="0 0 24 24" {paint}>{paths}</symbol>'


def drawing_of(name: str, modules: Path) -> Path:
    folder = "filled" if name.endswith("-filled") else "outline"
    return modules / "@tabler/icons/icons" / folder / f"{name.removesuffix('-filled')}.svg"


def put(contents: dict[str, bytes]) -> None:
    """Whole or not at all: the folder is made beside its place and moved there."""
    draft, old = VENDOR.with_name("vendor.new"), VENDOR.with_name("vendor.old")
    for folder in (draft, old):
        shutil.rmtree(folder, ignore_errors=True)
    for target, content in contents.items():
        file = draft / target
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    if VENDOR.exists():
        VENDOR.rename(old)
    draft.rename(VENDOR)
    shutil.rmtree(old, ignore_errors=True)


def in_place() -> dict[str, str]:
    files = [path for path in VENDOR.rglob("*") if path.is_file()]
    return {path.relative_to(VENDOR).as_posix(): digest(path.read_bytes()) for path in files}


def locked() -> dict[str, str]:
    return {target: sha256 for target, _, sha256 in rows()}


def rows() -> Iterator[list[str]]:
    for line in LOCK.read_text().splitlines():
        if line and not line.startswith("#"):
            yield line.split()


def lock_of(contents: dict[str, bytes], modules: Path) -> str:
    versions = {
        package: json.loads((modules / package / "package.json").read_text())["version"]
        for package in {package for _, package, _ in FILES}
    }
    origin = {target: package for target, package, _ in FILES} | {"icons.svg": "@tabler/icons"}
    lines = [
        f"{target} {origin[target]}@{versions[origin[target]]} {sha256}"
        for target, sha256 in sorted(digests(contents).items())
    ]
    return "\n".join(["# file, package@version, sha256; written by: python -m scripts.assets --update", *lines, ""])


def digests(contents: dict[str, bytes]) -> dict[str, str]:
    return {target: digest(content) for target, content in contents.items()}


def digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def differences(expected: dict[str, str], found: dict[str, str]) -> list[str]:
    return [
        f"{target}: expected {expected.get(target, 'no such file')}, found {found.get(target, 'no such file')}"
        for target in sorted(expected.keys() | found.keys())
        if expected.get(target) != found.get(target)
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
