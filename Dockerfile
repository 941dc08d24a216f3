# syntax=docker/dockerfile:1
# Two images of the command line:
#   docker build -t scopegraph .                     for NVIDIA GPUs, and the CPU where there is none
#   docker build -t scopegraph:cpu --target cpu .    for the CPU, without any of CUDA
# What is done in a stage is done by scripts that the tests run without Docker.

FROM eclipse-temurin:25.0.3_9-jdk-noble AS build
WORKDIR /source
COPY . .
RUN --mount=type=cache,target=/root/.m2 \
    ./mvnw --batch-mode --no-transfer-progress -Dquick -DskipTests -pl cli -am package \
    && docker/build-runtime.sh /image

FROM ubuntu:24.04 AS cpu
ARG VERSION=0.1.0-SNAPSHOT
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Scopegraph, CPU" \
      org.opencontainers.image.description="Neural-network inference inside a JVM, with memory known before the first run" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.base.name="docker.io/library/ubuntu:24.04"
# Fonts are for text that is drawn on pictures.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends fontconfig fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /image/java /opt/scopegraph
COPY --from=build /image/base /opt/scopegraph
# The flags for native access and vectors are built into this Java.
ENV PATH=/opt/scopegraph/bin:$PATH \
    LANG=C.UTF-8 \
    JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=40"
USER 10001:10001
WORKDIR /work
HEALTHCHECK --interval=60s --timeout=20s --start-period=5s --retries=3 \
    CMD ["/opt/scopegraph/bin/scopegraph", "doctor", "--device", "cpu"]
ENTRYPOINT ["/opt/scopegraph/bin/scopegraph"]
CMD ["doctor"]

FROM nvidia/cuda:12.6.3-cudnn-runtime-ubuntu24.04 AS cuda
ARG VERSION=0.1.0-SNAPSHOT
ARG REVISION=unknown
LABEL org.opencontainers.image.title="Scopegraph" \
      org.opencontainers.image.description="Neural-network inference inside a JVM, on NVIDIA GPUs, with memory known before the first run" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.base.name="docker.io/nvidia/cuda:12.6.3-cudnn-runtime-ubuntu24.04"
COPY docker/check-cuda.sh /usr/local/bin/check-cuda
# The one folder that is written to: kernels that were compiled for this machine's device. A volume keeps it.
RUN check-cuda \
    && apt-get update \
    && apt-get install --yes --no-install-recommends fontconfig fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/* \
    && install --directory --mode=0700 --owner=10001 --group=10001 /var/cache/scopegraph
COPY --from=build /image/java /opt/scopegraph
COPY --from=build /image/base /opt/scopegraph
COPY --from=build /image/cuda /opt/scopegraph
# The flags for native access and vectors are built into this Java.
ENV PATH=/opt/scopegraph/bin:$PATH \
    LANG=C.UTF-8 \
    CUDA_CACHE_PATH=/var/cache/scopegraph/driver \
    JAVA_TOOL_OPTIONS="-XX:MaxRAMPercentage=40 -Djava.library.path=/opt/scopegraph/native -Dscopegraph.cuda.cache=/var/cache/scopegraph/kernels"
USER 10001:10001
WORKDIR /work
VOLUME ["/var/cache/scopegraph"]
HEALTHCHECK --interval=60s --timeout=20s --start-period=5s --retries=3 \
    CMD ["/opt/scopegraph/bin/scopegraph", "doctor"]
ENTRYPOINT ["/opt/scopegraph/bin/scopegraph"]
CMD ["doctor"]
