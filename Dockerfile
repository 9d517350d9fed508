# chathour in a small image. SQLite, and nothing else that must be kept, lives in /data.
#   docker build -t chathour .
#   docker run --env-file .env -v chathour:/data -v ./questions:/app/questions:ro chathour

FROM python:3.13-slim AS builder
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
WORKDIR /build
COPY requirements.lock requirements-build.lock ./
RUN python -m venv /opt/chathour \
 && /opt/chathour/bin/pip install --no-cache-dir --require-hashes --requirement requirements.lock \
 && pip install --no-cache-dir --require-hashes --requirement requirements-build.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
RUN pip wheel --no-cache-dir --no-deps --no-build-isolation --wheel-dir /wheels . \
 && /opt/chathour/bin/pip install --no-cache-dir --no-deps --no-index /wheels/*.whl \
 && /opt/chathour/bin/python -m compileall -q /opt/chathour/lib

FROM python:3.13-slim
ENV PATH=/opt/chathour/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    CHATHOUR_DATABASE_URL=sqlite:////data/chathour.db \
    CHATHOUR_QUESTIONS=/app/questions \
    CHATHOUR_LISTEN=0.0.0.0:8080
RUN useradd --system --uid 10001 --create-home --home-dir /data chathour
COPY --from=builder /opt/chathour /opt/chathour
COPY questions /app/questions
WORKDIR /data
VOLUME /data
USER 10001
EXPOSE 8080
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 CMD ["python", "-c", "\
import os, urllib.request; \
port = os.environ['CHATHOUR_LISTEN'].rpartition(':')[2]; \
urllib.request.urlopen(f'http://127.0.0.1:{port}/healthz', timeout=4)"]
ENTRYPOINT ["chathour"]
CMD ["run"]
