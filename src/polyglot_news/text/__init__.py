"""Plain text in, spans out: encodings, scripts, sentences, clauses, protected items, numbers, markup."""
