"""`python -m pipeline` is the same as `newswire`."""

import sys

from pipeline.cli import main

sys.exit(main())
