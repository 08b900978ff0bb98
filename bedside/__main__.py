"""``python -m bedside`` is the bedside command."""

import sys

from bedside.cli import main

sys.exit(main())
