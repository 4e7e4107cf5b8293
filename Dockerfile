# docker build -t relevo . && docker run -p 127.0.0.1:3000:3000 --env-file .env -v relevo-state:/relevo/.relevo relevo
# The work is done by deploy/assemble, which also runs without a container engine.

FROM maven:3.9-eclipse-temurin-25 AS build
WORKDIR /source
COPY . .
RUN --mount=type=cache,target=/root/.m2 deploy/assemble /opt/relevo && mkdir -p /relevo/.relevo

FROM debian:12-slim AS shell

# glibc, certificates and time zones of Debian 12, nothing else.
FROM gcr.io/distroless/base-nossl-debian12:nonroot
# For the launcher, and for `docker exec -it ... sh`.
COPY --from=shell /bin/dash /bin/sh
COPY --from=build /opt/relevo /opt/relevo
# The working directory: a config.yaml mounted here is the one that counts.
COPY --from=build --chown=65532:65532 /relevo /relevo
WORKDIR /relevo
VOLUME /relevo/.relevo
USER 65532:65532
# Without RELEVO_API_KEYS or server.api-keys, a key is made, kept in the volume and printed once.
ENV PATH=/opt/relevo:/bin:/usr/bin HOST=0.0.0.0 RELEVO_GENERATE_KEY=1
EXPOSE 3000
HEALTHCHECK --interval=30s --timeout=5s --start-period=5s CMD ["/opt/relevo/relevo", "health"]
ENTRYPOINT ["/opt/relevo/relevo"]
