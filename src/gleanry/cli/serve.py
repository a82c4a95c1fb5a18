"""`gleanry serve` and `gleanry worker`."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys

import click

from gleanry.cli.house import open_house

PR_SET_PDEATHSIG = 1


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", default=8000, show_default=True, help="The port to listen on.")
@click.option("--threads", default=4, show_default=True, help="Requests served at once.")
@click.option("--no-worker", is_flag=True, help="Serve pages only; run `gleanry worker` elsewhere.")
@click.option("--json", "as_json", is_flag=True, help="Say where it serves as one JSON document.")
def serve(host: str, port: int, threads: int, no_worker: bool, as_json: bool) -> None:
    """Serve the pages and the API, with a worker beside them."""
    _refuse_taken(host, port)
    open_house()
    from django.conf import settings
    from django.core.management import call_command

    if not settings.DEBUG:
        call_command("collectstatic", verbosity=0, interactive=False)
    url = f"http://{host}:{port}"
    click.echo(f'{{"url": "{url}"}}' if as_json else f"Gleanry serves on {url} (Ctrl-C stops it)")
    helper = None if no_worker else _start_worker()
    try:
        _serve(host, port, threads)
    finally:
        if helper is not None:
            helper.send_signal(signal.SIGTERM)
            helper.wait(timeout=20)


def _refuse_taken(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(
                f"cannot serve on {host}:{port}: {error.strerror}; choose another --port"
            ) from error


def _serve(host: str, port: int, threads: int) -> None:
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    Granian(
        "gleanry.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=threads,
        log_access=False,
        log_level=LogLevels.error,
        websockets=False,
    ).serve()


def _start_worker() -> subprocess.Popen[bytes]:
    """A worker that ends with us, however we end."""
    return subprocess.Popen([sys.executable, "-m", "gleanry", "worker"], preexec_fn=die_with_parent)  # noqa: PLW1509


def die_with_parent() -> None:
    """Ask the kernel to end this process when its parent dies (Linux): a killed server leaves no orphan."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


@click.command()
@click.option("--once", is_flag=True, help="Do what is due now, and end.")
@click.option("--json", "as_json", is_flag=True, help="With --once, say what was done as one JSON document.")
def worker(once: bool, as_json: bool) -> None:
    """Run background jobs and the clock: imports, hand-overs, deadlines, seals."""
    open_house()
    from gleanry.kit import jobs, ledger
    from gleanry.wiring import schedule

    if once:
        delivered = ledger.drain()
        schedule.sweep_deadlines()
        schedule.seal_ledger()
        click.echo(f'{{"delivered": {delivered}}}' if as_json else f"{delivered} hand-overs done, deadlines swept")
        return
    schedule.install()
    jobs.revive(at_start=True)
    from django.core.management import call_command

    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    call_command("qcluster")
