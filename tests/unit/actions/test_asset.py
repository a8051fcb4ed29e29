"""A new asset."""

from media_insights.actions.asset import new_asset, title_of, with_cleanup
from media_insights.api.v1alpha1 import MediaAsset, labels
from media_insights.domain.planning.references import Address

SOURCE = Address("media", "public/upload/n/clip.mp4")


def test_it_names_its_source_and_what_runs_over_it() -> None:
    made = MediaAsset.model_validate(
        new_asset("clip", SOURCE, {"analysis": {"labels": {"minConfidence": 70}}, "words": {}}, title="A clip")
    )
    assert (made.metadata.name, made.spec.title, made.spec.source.uri) == ("clip", "A clip", SOURCE.uri)
    assert [(each.name, each.configuration) for each in made.spec.workflows] == [
        ("analysis", {"labels": {"minConfidence": 70}}),
        ("words", {}),
    ]
    assert made.spec.deletion_policy != "DeleteSource"


def test_its_source_goes_with_it_when_that_is_wished() -> None:
    made = MediaAsset.model_validate(new_asset("clip", SOURCE, {}, delete_source=True))
    assert made.spec.deletion_policy == "DeleteSource"


def test_a_title_fits_the_field_and_is_unicode() -> None:
    assert len(title_of("x" * 300)) == 256
    assert title_of("caf\udce9.mp4") == "caf?.mp4"


def test_one_that_is_deleted_at_once_stays_until_it_is_cleaned() -> None:
    made = MediaAsset.model_validate(with_cleanup(new_asset("clip", SOURCE, {})))
    assert made.metadata.finalizers == (labels.FINALIZER,)
    assert made.metadata.name == "clip"
