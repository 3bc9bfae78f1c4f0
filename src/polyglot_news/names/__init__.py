"""Names and terms: who and what a text speaks of, and how the other language spells it."""
