"""Readers, which give blocks with exact offsets, and writers of results."""
