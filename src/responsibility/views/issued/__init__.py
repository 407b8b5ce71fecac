"""What a unit receives, and what its returned sheet is judged by."""
