from tests.evaluation.measures.verification import Verification, verification_of


def test_errors_are_counted_among_their_kind() -> None:
    pairs = [(True, True), (True, True), (True, False), (False, False), (False, True)]
    found = verification_of(pairs)
    assert found == Verification(same=3, same_denied=1, other=2, other_taken=1)
    assert (found.false_non_match_rate, found.false_match_rate) == (1 / 3, 1 / 2)


def test_without_pairs_there_are_no_errors() -> None:
    assert verification_of([]).false_match_rate == verification_of([]).false_non_match_rate == 0
