"""A record as one JSON object and back: the same text in every engine and in a dump.

The fields are sorted by name; a field that says nothing (None, or an empty tuple) is left out, whatever its default,
so two equal records have one text.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import MISSING, dataclass, fields, is_dataclass
from enum import StrEnum
from functools import cache
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, Final, get_args, get_origin, get_type_hints

import msgspec

from graph_schema import model
from graph_schema.model import Entry, Record
from graph_schema.store.base import KEYS

SCHEMA: Final = 2
"""Version of the stored records. It grows when a reader of the one before would misread what is stored now."""

KINDS: Final[tuple[type[Record], ...]] = (
    model.Source,
    model.Text,
    model.Mention,
    model.Referent,
    model.Claim,
    model.Decision,
    model.PlaceLink,
    model.Document,
    model.IssuingBody,
    model.Task,
    model.Edge,
    model.Alias,
)
"""Every kind of record, in the order of a dump."""

NODE_KINDS: Final[tuple[type[Record], ...]] = (model.Document, model.IssuingBody, model.Task)

Key = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class _Shape:
    """How one dataclass is taken apart."""

    names: tuple[str, ...]
    values: Callable[[Any], tuple[Any, ...]]
    floats: tuple[str, ...]
    hints: dict[str, Any]


def key_of(record: Record) -> Key:
    """The record's key, as ``KEYS`` names it."""
    key = _KEY_OF[type(record)](record)
    return key if isinstance(key, tuple) else (key,)


def encode(record: Record | Entry) -> str:
    """The record as one line of JSON. Raises ``ValueError`` for a number JSON cannot hold."""
    return _WRITE(_plain(record))


def decode(kind: type[Any], text: str) -> Any:
    """The record that ``encode`` made this text of."""
    return _READERS[kind].decode(text)


def decode_all(kind: type[Any], texts: Iterable[str]) -> list[Any]:
    """The same for many."""
    return list(map(_READERS[kind].decode, texts))


def parse(kind: type[Any], data: object) -> Any:
    """The record in decoded JSON from outside. Raises ``ValueError``, naming the field, when it does not fit."""
    _check(kind, data, kind.__name__)
    return msgspec.convert(data, kind)


_READERS: Final[dict[type[Any], msgspec.json.Decoder[Any]]] = {k: msgspec.json.Decoder(k) for k in (*KINDS, Entry)}

_KEY_OF: Final[dict[type[Any], Callable[[Any], Any]]] = {k: attrgetter(*KEYS[k.__name__]) for k in KINDS}


def _plain(record: Any) -> dict[str, Any]:
    kind: Any = type(record)
    shape = _shape(kind)
    pairs = zip(shape.names, shape.values(record), strict=True)
    out = {name: value for name, value in pairs if value is not None and value != ()}
    for name in shape.floats:
        out[name] = float(out[name])  # 1 and 1.0 are equal, so they need one text
    return out


_WRITE: Final = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"), default=_plain).encode


@cache
def _shape(kind: Any) -> _Shape:
    hints = get_type_hints(kind)
    names = tuple(sorted(hints))
    return _Shape(names, attrgetter(*names), tuple(n for n in names if hints[n] is float), hints)


def _check(hint: Any, value: Any, where: str) -> None:
    if get_origin(hint) is UnionType:
        _check(next(a for a in get_args(hint) if a is not NoneType), value, where)
    elif get_origin(hint) is tuple:
        _check_items(get_args(hint), value, where)
    elif isinstance(hint, type) and is_dataclass(hint):
        _check_fields(hint, value, where)
    elif issubclass(hint, StrEnum):
        if value not in list(hint):
            raise ValueError(f"{where} must be one of {', '.join(hint)}, not {value!r:.60}")
    elif type(value) is not hint and not (hint is float and type(value) is int):
        raise ValueError(f"{where} must be of type {hint.__name__}, not {value!r:.60}")
    elif hint is str:
        value.encode()  # half of a surrogate pair is no text; its error is a ValueError


def _check_items(inner: tuple[Any, ...], value: Any, where: str) -> None:
    if not isinstance(value, list):
        raise ValueError(f"{where} must be a list, not {value!r:.60}")
    many = inner[-1] is Ellipsis
    if not many and len(value) != len(inner):
        raise ValueError(f"{where} must hold {len(inner)} values, not {len(value)}")
    for n, item in enumerate(value):
        _check(inner[0] if many else inner[n], item, f"{where}[{n}]")


def _check_fields(kind: Any, value: Any, where: str) -> None:
    shape = _shape(kind)
    if not isinstance(value, dict):
        raise ValueError(f"{where} must be an object, not {value!r:.60}")
    if unknown := sorted(value.keys() - shape.hints.keys()):
        raise ValueError(f"{where} has no field {unknown[0]!r:.60}")
    for f in fields(kind):
        if f.name in value:
            _check(shape.hints[f.name], value[f.name], f"{where}.{f.name}")
        elif f.default is MISSING:
            raise ValueError(f"{where}.{f.name} is missing")
