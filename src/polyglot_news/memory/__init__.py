"""The translation memory: what was translated once, by people or by a model, in one file that several processes share."""
