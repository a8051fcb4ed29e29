"""kopf decorators, a docstring and about three statements each: events in, reconcile calls out."""
