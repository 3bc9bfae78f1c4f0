"""Machine translation: engines, and the models they run."""
