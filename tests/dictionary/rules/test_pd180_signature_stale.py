from datetime import date

from diagnostics.model.signoff import SignOff


def stale(system, what="scorecard:manager", digest="0" * 64):
    system.options["signoffs"] = [SignOff(party="boss", what=what, on=date(2025, 3, 20), hash=digest)]
    system.options["people"] = {"boss": "陈总"}
    return system


def test_a_signature_under_another_text_is_found(system):
    finding = stale(system).one("PD180")
    assert (finding.severity, finding.about, finding.place) == ("warning", "manager", "scorecard manager")
    assert finding.message.zh.startswith("“陈总”于 2025-03-20 签过考核表“店长”")


def test_one_under_the_dictionary_is_named_so(system):
    finding = stale(system, "dictionary").one("PD180")
    assert finding.place == "signoffs.yaml"
    assert "指标体系" in finding.message.zh


def test_it_does_not_fire_for_what_is_as_it_was_signed(system):
    from diagnostics.dictionary.signing.fingerprint import Signed
    from diagnostics.model.period import Calendar

    kpis = {each.id: each for each in system.built_kpis()}
    text = Signed(None, kpis, system.built_cards(), [], currency="CNY", calendar=Calendar())
    assert stale(system, digest=text.fingerprint("scorecard:manager")).findings("PD180") == []
