"""The words: lexicon and measures are the words we read, wording and spelling those we write."""
