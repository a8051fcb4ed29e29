"""`make evaluate`: how good each operator is, in figures, on a small labelled set; a figure that falls fails.

Belongs here: what is true (`truth/`, data), how answers are compared with it (`measures/`, pure functions), which
questions an operator is asked (`subjects/`, a module each), how good is good enough (`floors.yaml`), and what was
measured last (`measured.yaml`, from which `docs/quality.md` is made). Does not: tests of behaviour; those stand in
`tests/operators`. Nothing is kept between runs but fetched media.
"""
