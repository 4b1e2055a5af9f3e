# Two stages: what builds the package stays behind. The image holds Python, the locked packages and this project.
FROM python:3.11-slim AS build
WORKDIR /build
RUN python -m venv /app
COPY requirements/runtime.txt requirements/
RUN /app/bin/pip install --no-cache-dir --require-hashes -r requirements/runtime.txt
COPY pyproject.toml README.md LICENSE ./
COPY graph_schema graph_schema
COPY loaders loaders
COPY queries queries
COPY service service
RUN /app/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.11-slim
RUN useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin graph && install -d -o graph -g graph /data
COPY --from=build /app /app
ENV PATH=/app/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /
VOLUME /data
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=3)"]
ENTRYPOINT ["directive-graph"]
CMD ["serve", "--host", "0.0.0.0"]
