"""Python: end with 0 where this Python is one that the wheels are for; 报表.bat asks each that it finds."""

import sys

sys.exit(not ((3, 11) <= sys.version_info[:2] <= (3, 13) and sys.maxsize > 2**32))
