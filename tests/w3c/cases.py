"""Where the W3C cases lie: in ../shared, not here."""

import os
from pathlib import Path

SHARED = Path(os.environ.get("MENDEL_SHARED", Path(__file__).parents[3] / "shared"))
W3C = SHARED / "w3c"
