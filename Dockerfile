# The command line as an image. Needs cli/target/hotfire-cli-*-all.jar, which CONTRIBUTING.md says how to build.
#
#   docker build -t hotfire .
#   docker run --rm --user "$(id -u)" -v "$PWD:/work" hotfire run scenarios/broker-outage.yaml
#   docker run --rm --network host hotfire serve --brokers 3 --topics orders:8
FROM eclipse-temurin:21-jre
COPY cli/target/hotfire-cli-*-all.jar /opt/hotfire.jar
RUN useradd --system --no-create-home hotfire
USER hotfire
WORKDIR /work
ENTRYPOINT ["java", "-XX:+ExitOnOutOfMemoryError", "-Dhotfire.command=hotfire", "-jar", "/opt/hotfire.jar"]
CMD ["--help"]
