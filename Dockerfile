# The first stage installs with pip; the second has neither its caches nor the sources.
FROM python:3.11-slim AS build
# PyTorch's own index has CPU wheels; those on PyPI bring gigabytes of CUDA.
ENV PIP_EXTRA_INDEX_URL=https://download.pytorch.org/whl/cpu \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/pincite
WORKDIR /src
COPY pyproject.toml README.md LICENSE ./
COPY index index
COPY service service
COPY seeds seeds
# Such as `scale`, for PostgreSQL and Milvus.
ARG EXTRAS=
RUN /opt/pincite/bin/pip install ".${EXTRAS:+[$EXTRAS]}"

FROM python:3.11-slim
RUN useradd --system --uid 10001 --create-home pincite \
    && install -d -o pincite -g pincite -m 700 /data
COPY --from=build /opt/pincite /opt/pincite
# It listens on all addresses of the container, so it starts only with an API key or with
# PINCITE_ALLOW_ANYONE.
ENV PATH=/opt/pincite/bin:$PATH \
    PINCITE_DATA_DIR=/data/index \
    PINCITE_CACHE_DIR=/data/cache \
    PINCITE_HOST=0.0.0.0 \
    PYTHONUNBUFFERED=1
USER pincite
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=120s --retries=3 \
    CMD ["python", "-c", "import urllib.request as r; r.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
ENTRYPOINT ["pincite"]
CMD ["serve"]
