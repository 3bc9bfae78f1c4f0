"""Folders of documents: walked, drafted, named over all of them, translated, written; resumable, in parallel."""
