"""What one plan means: who carries how much, what overlaps, which rules it breaks, what could be fairer."""
