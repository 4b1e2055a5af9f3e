"""Headers that middleware adds to an answer which is on its way. Names are lower case, values Latin-1."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.types import Message


def say(message: Message, headers: Mapping[str, str]) -> None:
    """Adds headers to the start of an answer. What it says by itself stands; of ``vary`` both are said."""
    said = [*message["headers"]]
    places = {bytes(name).lower(): n for n, (name, _) in enumerate(said)}
    for name, value in headers.items():
        raw = (name.encode("latin-1"), value.encode("latin-1"))
        place = places.get(raw[0])
        if place is None:
            said.append(raw)
        elif name == "vary":
            said[place] = (raw[0], b"%s, %s" % (said[place][1], raw[1]))
    message["headers"] = said
