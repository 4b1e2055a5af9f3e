"""The keys of the HTTP service."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from service.opening import settings_of
from service.options import JsonOption, StoreOption, app, example
from service.terminal import grid, note, out, say, show_json, text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from service.keys import KeyShown

keys = typer.Typer(
    help="Keys for the HTTP service: make, list, revoke. A curator may all a loader may, a loader all a reader may.",
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(keys, name="keys", epilog=example("keys make --role loader --name crawler", "keys list"))


@keys.command("make", epilog=example("keys make --role loader --name crawler --days 90"))
def make_key(
    role: Annotated[str, typer.Option("--role", help="reader, loader or curator.")],
    name: Annotated[str, typer.Option("--name", help="Who or what will bear it.")],
    days: Annotated[int | None, typer.Option("--days", help="Days it is good for; for ever unless given.")] = None,
    json: JsonOption = False,
    store: StoreOption = None,
) -> int:
    """Make a key and show it, this once: only its hash is kept."""
    from queries.limits import one_of
    from service.keys import Role, make
    from service.settings import keys_file

    path = keys_file(settings_of(store))
    made = make(path, Role(one_of("role", role, tuple(Role))), name, days)
    if json:
        show_json(made)
        return 0
    say(out(), made.key or "")
    note(f"This is the only time it is shown. Its id is {made.id}, its role {made.role}; its hash is in {path}.")
    return 0


@keys.command("list", epilog=example("keys list", "keys list --json"))
def list_keys(json: JsonOption = False, store: StoreOption = None) -> int:
    """Every key that was made, without its secret."""
    from service.keys import read_keys, shown, utc
    from service.settings import keys_file

    found = [shown(key, utc()) for key in read_keys(keys_file(settings_of(store)))]
    show_json(found) if json else _show(found)
    return 0


@keys.command("revoke", epilog=example("keys revoke 0a1b2c3d"))
def revoke_key(
    id: Annotated[str, typer.Argument(metavar="ID", help="Id of a key, from keys list.")],
    json: JsonOption = False,
    store: StoreOption = None,
) -> int:
    """End a key: running services refuse it from their next request on."""
    from service.keys import revoke
    from service.settings import keys_file

    ended = revoke(keys_file(settings_of(store)), id)
    show_json(ended) if json else say(out(), f"{ended.id} ({ended.name}) is revoked since {ended.revoked}.")
    return 0


def _show(found: Iterable[KeyShown]) -> None:
    table = grid("id", "name", "role", "state", "made", "expires", "revoked")
    for key in found:
        table.add_row(
            text(key.id, "cyan"), *map(text, (key.name, key.role, key.state, key.made, key.expires, key.revoked))
        )
    out().print(table)
