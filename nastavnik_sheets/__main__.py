"""`python -m nastavnik_sheets` is the command `nastavnik`."""

import sys

from nastavnik_sheets.cli import main

if __name__ == "__main__":
    sys.exit(main())
