"""Heads of cards: the style sheet says each once, and no client's word can end it."""

from diagnostics.look.heads import PHONE, Heads, quoted
from diagnostics.look.tables import Column, Table, table_html
from diagnostics.run.assets import asset


def table(*labels: str) -> Table:
    columns = tuple(Column(key=f"c{at}", label=each) for at, each in enumerate(labels))
    return Table(caption="x", columns=columns, rows=({each.key: "1" for each in columns},))


def test_tables_of_the_same_heads_share_a_class_and_cells_say_none():
    heads = Heads()
    one, two = table("a", "b", "c", "d"), table("a", "b", "c", "e")
    assert (heads(one), heads(one), heads(two), heads(table("a", "b"))) == ("h0", "h0", "h1", "")
    html = str(table_html(one, "en", heads(one)))
    assert 'class="h0"' in html
    assert "data-label" not in html
    assert heads.sheet().startswith('.h0{--2:"b";--3:"c";--4:"d"}.h1{--2:"b";--3:"c";--4:"e"}')
    # On a desk the head of the table says it: a rule outside the phone's would say it twice.
    phone = heads.sheet().partition("@media screen and (max-width:37.5rem){")[2]
    assert phone.count("nth-child") == heads.sheet().count("nth-child") == 3
    assert PHONE in asset("reports/templates/retrospective/parts.css").read_text("utf-8").replace(": ", ":")


def test_a_clients_word_can_neither_end_the_string_nor_the_sheet():
    told = quoted('x";}</style><script>\\')
    assert not set(told[1:-1]) & set('"<>;{}/')
    assert told.startswith('"x\\22 \\3b ')
