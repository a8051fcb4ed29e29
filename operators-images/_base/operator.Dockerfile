# The image of every operator that brings no Dockerfile of its own; dev/images/image_specs.py gives the base.
ARG BASE
FROM ${BASE}
USER 0
COPY site-packages/ /app/lib/
COPY models/ /models/
COPY libraries/ /app/lib/
COPY app/ /app/
RUN ["python3", "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash", "/app"]
USER 65532:65532
