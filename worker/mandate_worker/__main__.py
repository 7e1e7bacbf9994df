"""`python -m mandate_worker`."""

import sys

from .main import main

sys.exit(main())
