"""`python -m polyglot_news`."""

from polyglot_news.cli import main

main()
