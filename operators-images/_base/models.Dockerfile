# Model files that several operators hold alike, between their base and their images (dev/images/shared_models.py).
ARG BASE
FROM ${BASE}
USER 0
COPY models/ /models/
USER 65532:65532
