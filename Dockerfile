# goalpost with git, as an ordinary user:
#
#     docker build -t goalpost .
#     docker run --rm -v "$PWD:/repo" --user "$(id -u):$(id -g)" goalpost check
#
# --user makes the container's user the owner of the mounted files; git and goalpost distrust a repository of another user.
FROM rust:1.95-slim-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev make && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY Cargo.toml Cargo.lock README.md CHANGELOG.md ./
COPY benches benches
COPY examples examples
COPY schema schema
COPY src src
RUN cargo build --profile dist --locked --bin goalpost

FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends git ca-certificates \
    && rm -rf /var/lib/apt/lists/* && useradd --create-home --uid 1000 goalpost
COPY --from=build /src/target/dist/goalpost /usr/local/bin/goalpost
USER goalpost
WORKDIR /repo
ENTRYPOINT ["goalpost"]
CMD ["check"]
