"""``python -m bedside`` is the bedside command."""

import sys

from bedside.cli import main

if __name__ == "__main__":  # a class's server starts processes that look into this file
    sys.exit(main())
