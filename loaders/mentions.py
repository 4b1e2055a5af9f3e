"""A citation as the reader passes it on: where it stands, what it says, and where it says so."""

from __future__ import annotations

from dataclasses import dataclass

from graph_schema.model import Facts, Form


@dataclass(frozen=True, slots=True)
class Said:
    """One value and the words that state it: ``field`` is date, year, issuer, term, own_term (a local committee's
    count), cycle, title or plenum."""

    field: str
    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Citation:
    """One place where a text names a document. ``why`` says why recognised words name none that is resolved.

    ``number`` is the offset of the number; ``word`` the folded type word printed (None in lists and heads); ``core``
    where its date, issuer and term end, ``reach`` where its title ends too; ``begin`` is where its name begins when
    that is before ``start``: "Luật Đất đai" before "số 31/2024/QH15". ``joined``: coordinated with the citation
    before it; ``shared``: took its date or issuer from the next one; ``issued``: object of a verb like ban hành;
    ``head``: "Số: ..." at the head of an official text; ``elided``: a bare number in a list; ``bracketed``: stands
    inside brackets after another; ``alias``: "sau đây gọi tắt là" precedes it; ``changed``: a verb of change or
    guidance stands right before it.
    """

    start: int
    end: int
    surface: str
    form: Form
    facts: Facts
    why: str | None = None
    word: str | None = None
    number: int = 0
    head: bool = False
    elided: bool = False
    said: tuple[Said, ...] = ()
    core: int = 0
    reach: int = 0
    joined: bool = False
    shared: bool = False
    issued: bool = False
    bracketed: bool = False
    alias: bool = False
    central: bool = False
    begin: int = -1
    changed: bool = False

    @property
    def opens(self) -> int:
        """Where its words begin, the name before "số" included."""
        return self.start if self.begin < 0 else self.begin
