"""`python -m saextract` is the command line."""

from .cli import main

main()
