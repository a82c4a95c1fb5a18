"""`python -m gleanry` is the command line."""

from gleanry.cli import main

main()
