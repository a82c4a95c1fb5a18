"""Imports a file of so many leads into the workspace "bench" and prints this process's memory peak in MB."""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from pathlib import Path


def main() -> None:
    import django

    django.setup()
    from bench.intake import import_file, write_file
    from gleanry.tenants.queries import find_workspace

    workspace = find_workspace("bench")
    assert workspace is not None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "leads.csv"
        write_file(path, int(sys.argv[1]), 3)
        watch = Watch(daemon=True)
        watch.start()
        import_file(workspace.id, path)
    print(watch.peak)


class Watch(threading.Thread):
    """The most memory this process held for itself, in MB, looked at twenty times a second.

    Not getrusage: what it says of a fresh process includes the process that started it, and mapped files.
    """

    peak = 0.0

    def run(self) -> None:
        while True:
            status = Path("/proc/self/status").read_text()
            self.peak = max(self.peak, int(status.partition("RssAnon:")[2].split()[0]) / 1024)
            time.sleep(0.05)


if __name__ == "__main__":
    main()
