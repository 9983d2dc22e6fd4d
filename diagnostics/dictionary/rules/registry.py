"""Every lint rule there is, by its code 「规则登记」."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from diagnostics.dictionary.rules import (
    pd101_weights_sum,
    pd102_count,
    pd103_core_share,
    pd104_equal_weights,
    pd105_owner,
    pd106_source,
    pd107_definition,
    pd108_path_to_mother,
    pd109_mother_metrics,
    pd110_provenance,
    pd111_undirected,
    pd112_unused,
    pd113_scoring_unfit,
    pd114_unserved_goal,
    pd115_card_without_holder,
    pd116_tier_order,
    pd117_charter,
    pd215_two_owners,
    pd216_two_collection_modes,
    pd217_reading_of_itself,
    pd219_reading_says_otherwise,
    pd220_unchanged_version,
    pd221_pending_change,
    pd222_frequent_change,
    pd223_unexplained_version,
    pd224_target_of_old_version,
)
from diagnostics.dictionary.rules.catalogue import Catalogue
from diagnostics.model.finding import Finding

Find = Callable[[Catalogue], Iterator[Finding]]

_MODULES = (
    pd101_weights_sum,
    pd102_count,
    pd103_core_share,
    pd104_equal_weights,
    pd105_owner,
    pd106_source,
    pd107_definition,
    pd108_path_to_mother,
    pd109_mother_metrics,
    pd110_provenance,
    pd111_undirected,
    pd112_unused,
    pd113_scoring_unfit,
    pd114_unserved_goal,
    pd115_card_without_holder,
    pd116_tier_order,
    pd117_charter,
    pd215_two_owners,
    pd216_two_collection_modes,
    pd217_reading_of_itself,
    pd219_reading_says_otherwise,
    pd220_unchanged_version,
    pd221_pending_change,
    pd222_frequent_change,
    pd223_unexplained_version,
    pd224_target_of_old_version,
)

# A new rule is a new file and a line here; tests ask for its words, its docs page and its test file.
RULES: dict[str, Find] = {each.CODE: each.find for each in _MODULES}
