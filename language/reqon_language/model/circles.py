"""Which of many things wait for each other, in a circle or not."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import Final, TypeVar

Node = TypeVar("Node", bound=Hashable)

_DONE: Final = -1


def circles(waiting: Mapping[Node, Iterable[Node]]) -> Iterator[frozenset[Node]]:
    """Yield what waits for each other, each circle after those it waits for.

    Tarjan's algorithm for strongly connected components, without recursion.
    """
    number: dict[Node, int] = {}
    lowest: dict[Node, int] = {}
    open_: list[Node] = []
    for start in waiting:
        trail = [(start, iter(waiting[start]))] if start not in number else []
        while trail:
            path, ahead = trail[-1]
            if path not in number:
                number[path] = lowest[path] = len(number)
                open_.append(path)
            following = next((one for one in ahead if lowest.get(one) != _DONE), None)
            if following is None:
                trail.pop()
                if trail:
                    above = trail[-1][0]
                    lowest[above] = min(lowest[above], lowest[path])
                if lowest[path] == number[path]:
                    circle = {open_.pop()}
                    while path not in circle:
                        circle.add(open_.pop())
                    lowest.update(dict.fromkeys(circle, _DONE))
                    yield frozenset(circle)
            elif following in number:
                lowest[path] = min(lowest[path], number[following])
            else:
                trail.append((following, iter(waiting[following])))
