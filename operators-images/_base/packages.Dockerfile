# Every base that is nothing but packages, on the base that its pyproject.toml declares.
ARG BASE
FROM ${BASE}
USER 0
COPY site-packages/ libraries/ /opt/media-insights/lib/
RUN ["python3", "-m", "compileall", "-q", "--invalidation-mode", "unchecked-hash", "/opt/media-insights/lib"]
USER 65532:65532
