"""Set-up: a machine with nothing but Python 3.11 gets `.venv` with everything Gleanry needs.

    python3 -m scripts.install [--dev] [--postgres]

Each step is skipped when what it makes is already there and made from the same inputs, so a second run takes
a moment. A step leaves its mark only when it has finished: what was interrupted is done again from the start.
Standard library only, for it runs before anything is installed.
"""

from __future__ import annotations

import argparse
import contextlib
import fcntl
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from scripts import debian, index

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / "bin"
MARKS = VENV / ".gleanry"
# There while packages are being changed: killed in the middle, uv takes half a package for a whole one.
UNFINISHED = MARKS / "unfinished"
SETUP_LOCK = ROOT / "requirements-setup.lock"
LOCKS = {False: ROOT / "requirements.lock", True: ROOT / "requirements-dev.lock"}


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(description="Install Gleanry into .venv")
    parser.add_argument("--dev", action="store_true", help="also what the tests need")
    parser.add_argument("--postgres", action="store_true", help="also Debian's PostgreSQL server")
    wanted = parser.parse_args(argv)
    if sys.version_info < (3, 11):
        sys.exit(f"Gleanry needs Python 3.11 or newer; this is {sys.version.split()[0]} ({sys.executable}).")
    try:
        with alone():
            if wanted.dev:
                debian.ensure(debian.FOR_TESTS)
            if wanted.postgres:
                debian.ensure(debian.FOR_POSTGRES)
            make_venv()
            install_packages(dev=wanted.dev)
            run("assets", BIN / "python", "-m", "scripts.assets")
            run("messages", BIN / "python", "-m", "scripts.messages", "compile")
            # Where Python is told to write no bytecode, every process would compile our own code anew.
            run("bytecode", BIN / "python", "-m", "compileall", "-q", "src")
    except subprocess.CalledProcessError as error:
        sys.exit(f"\nSet-up stopped: {command_of(error)} ended with {error.returncode}. Run it again to go on.")
    except KeyboardInterrupt:
        sys.exit("\nSet-up interrupted. Run it again to go on.")
    return 0


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """Two set-ups at once wait for each other; the lock ends with the process, however it ends."""
    (ROOT / ".cache").mkdir(exist_ok=True)
    with (ROOT / ".cache" / "install.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another set-up is at work here; waiting for it")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def make_venv() -> None:
    made_from = f"{sys.version} {VENV}"
    if is_marked("venv", made_from) and (BIN / "python").exists() and not UNFINISHED.exists():
        return
    with step("a virtual environment in .venv"):
        debian.ensure(debian.FOR_VENV)
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], check=True)
        subprocess.run(
            [str(BIN / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
             "--require-hashes", "--only-binary=:all:", "-r", str(SETUP_LOCK)],
            check=True,
        )  # fmt: skip
    mark("venv", made_from)


def install_packages(*, dev: bool) -> None:
    """The exact set of the lock file: what is missing is added, what is left over is taken away.

    Once the tests' packages are there, they stay: `make demo` on a developer's machine takes nothing away.
    """
    dev = dev or is_marked("dev", "yes")
    if is_marked("packages", inputs_of(dev=dev)):
        return
    UNFINISHED.touch()
    uv = str(BIN / "uv")
    environment = index.environment(BIN / "python")
    with step("the Python packages" + (" and those of the tests" if dev else "")):
        subprocess.run(
            [uv, "pip", "sync", "--quiet", "--compile-bytecode", "--require-hashes", "--no-build",
             "--python", str(BIN / "python"), str(SETUP_LOCK), str(LOCKS[dev])],
            check=True, env=environment,
        )  # fmt: skip
        subprocess.run(
            [uv, "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--python",
             str(BIN / "python"), "--editable", str(ROOT)],
            check=True, env=environment,
        )  # fmt: skip
    if dev:
        mark("dev", "yes")
    mark("packages", inputs_of(dev=dev))
    UNFINISHED.unlink()


def inputs_of(*, dev: bool) -> str:
    files = (SETUP_LOCK, LOCKS[dev], ROOT / "pyproject.toml")
    digests = [hashlib.sha256(file.read_bytes()).hexdigest() for file in files]
    return "\n".join([sys.version, str(VENV), *digests])


def is_marked(name: str, content: str) -> bool:
    try:
        return (MARKS / name).read_text() == content
    except OSError:
        return False


def mark(name: str, content: str) -> None:
    MARKS.mkdir(exist_ok=True)
    draft = MARKS / f"{name}.new"
    draft.write_text(content)
    draft.replace(MARKS / name)


@contextlib.contextmanager
def step(what: str) -> Iterator[None]:
    say(f"installing {what} ...")
    begun = time.monotonic()
    yield
    say(f"installed {what} in {time.monotonic() - begun:.0f} s")


def run(what: str, program: Path, *arguments: str) -> None:
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    done = subprocess.run([str(program), *arguments], check=False, cwd=ROOT, env=environment)
    if done.returncode:
        sys.exit(f"\nSet-up stopped at the {what}; the lines above say why. Run it again once that is mended.")


def command_of(error: subprocess.CalledProcessError) -> str:
    return " ".join(Path(str(part)).name if number == 0 else str(part) for number, part in enumerate(error.cmd))


def say(line: str) -> None:
    print(f"· {line}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
