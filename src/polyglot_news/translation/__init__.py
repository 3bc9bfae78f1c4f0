"""Segments to translations: attempts, second attempts, names put right, markup laid back."""

from polyglot_news.translation.ahead import HeadStart, seems_nameless
from polyglot_news.translation.flow import translate_tasks
from polyglot_news.translation.recall import recall_or_translate
from polyglot_news.translation.task import Task, make_task

__all__ = ["HeadStart", "Task", "make_task", "recall_or_translate", "seems_nameless", "translate_tasks"]
