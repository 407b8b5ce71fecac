"""Parse: a Document to a Notice, what it says and not who is meant."""
