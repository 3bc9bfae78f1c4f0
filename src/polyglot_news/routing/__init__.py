"""The language of a segment, and where it changes inside a sentence."""
