# One image for every service: docker run mercado services.catalog

FROM python:3.13-slim AS build
WORKDIR /build
COPY requirements.lock .
# Without pip, which nothing needs once this is done.
RUN python -m venv --without-pip /opt/mercado \
    && python -m pip --python /opt/mercado/bin/python install --no-cache-dir --no-deps \
    --only-binary=:all: --require-hashes -r requirements.lock
COPY generated/python /app
COPY scripts /app/scripts
COPY services /app/services
# The file system is read-only where it runs: what is compiled here is not compiled again.
RUN /opt/mercado/bin/python -m compileall -q /app

FROM python:3.13-slim
RUN groupadd --gid 10001 mercado \
    && useradd --uid 10001 --gid mercado --no-create-home --shell /usr/sbin/nologin mercado \
    && install -d -o mercado -g mercado /secrets
COPY --from=build /opt/mercado /opt/mercado
COPY --from=build /app /app
ENV PATH=/opt/mercado/bin:$PATH PYTHONPATH=/app PYTHONUNBUFFERED=1
WORKDIR /app
USER 10001:10001
STOPSIGNAL SIGTERM
ENTRYPOINT ["python", "-m"]
CMD ["services.catalog"]
