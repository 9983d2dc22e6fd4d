"""Places and names of what was signed 「签字的写法」."""

from __future__ import annotations

from diagnostics.dictionary.rules.catalogue import Catalogue, card_name
from diagnostics.dictionary.signing.status import Signature
from diagnostics.model.signoff import SCORECARD
from diagnostics.model.text import Text
from diagnostics.terms import say


def what_words(catalogue: Catalogue, signature: Signature) -> Text:
    """What was signed, as readers call it 「签字内容」."""
    if not signature.what.startswith(SCORECARD):
        return Text(zh=say(f"signing.{signature.what}", "zh"), en=say(f"signing.{signature.what}", "en"))
    key = signature.what.removeprefix(SCORECARD)
    name = next((card_name(each) for each in catalogue.cards if each.id == key), Text(zh=key, en=key))
    return Text(zh=say("signing.scorecard", "zh", card=name.zh), en=say("signing.scorecard", "en", card=name.en))


def signing_place(catalogue: Catalogue, signature: Signature) -> str:
    """Place of what was signed: the card, else the list of signatures 「签字位置」."""
    key = signature.what.removeprefix(SCORECARD)
    card = next((each for each in catalogue.cards if each.id == key), None)
    return catalogue.card_place(card) if card is not None else "signoffs.yaml"
