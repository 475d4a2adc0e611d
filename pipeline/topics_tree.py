"""`newswire topics`: the IPTC's tree of Media Topics, as newswire knows it."""

from __future__ import annotations

import sys

from schemas.media_topics import MediaTopics, media_topics

__all__ = ["print_topics"]


def print_topics(level: int | None) -> int:
    """Prints the active Media Topics as a tree, down to a level (1: the top topics alone; None: all)."""
    from rich.console import Console
    from rich.markup import escape
    from rich.tree import Tree

    topics = media_topics()

    def grow(branch: Tree, codes: tuple[str, ...], depth: int) -> None:
        for code in codes:
            label = f"{escape(topics[code].name)} [dim]{topics[code].id}[/dim]"
            twig = branch.add(label)
            if level is None or depth < level:
                grow(twig, topics.children(code), depth + 1)

    tree = Tree(_title(topics))
    grow(tree, topics.top_topics, 1)
    Console(file=sys.stdout, highlight=False).print(tree)
    return 0


def _title(topics: MediaTopics) -> str:
    active = sum(not topic.retired for topic in topics)
    return f"IPTC Media Topics of {topics.released}: {active} active, {len(topics.top_topics)} at the top"
