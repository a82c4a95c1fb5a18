"""Imports a file of so many leads into the workspace "bench" and prints this process's memory peak in MB."""

from __future__ import annotations

import sys
import tempfile
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
        import_file(workspace.id, path)
    # Not getrusage: what it says of a fresh process includes the process that started it.
    status = Path("/proc/self/status").read_text()
    print(int(status.partition("VmHWM:")[2].split()[0]) / 1024)


if __name__ == "__main__":
    main()
