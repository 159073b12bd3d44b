// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import picocli.CommandLine;

/** What repositories ask of what is published, and that the bill of materials has all of it. */
final class ReleaseTest {
    private static final Path ROOT = Path.of("..");

    /** Built, and published by nobody: who has a parent of its own among them, says so there. */
    private static final List<String> NOT_PUBLISHED = List.of("bom", "official", "samples");

    private static Element pom(String folder) {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(ROOT.resolve(folder).resolve("pom.xml").toFile())
                    .getDocumentElement();
        } catch (Exception e) {
            throw new AssertionError(folder + "/pom.xml", e);
        }
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element && element.getTagName().equals(name)) {
                found.add(element);
            }
        }
        return found;
    }

    /** What stands there, if anything does: {@code text(pom, "scm", "url")}. */
    private static Optional<String> text(Element from, String... path) {
        Element at = from;
        for (String name : path) {
            List<Element> next = children(at, name);
            if (next.isEmpty()) {
                return Optional.empty();
            }
            at = next.get(0);
        }
        return Optional.of(at.getTextContent().strip()).filter(text -> !text.isEmpty());
    }

    private static List<String> allModules() {
        return children(children(pom("."), "modules").get(0), "module").stream()
                .map(module -> module.getTextContent().strip())
                .toList();
    }

    static List<String> published() {
        return allModules().stream()
                .filter(module -> !NOT_PUBLISHED.contains(module))
                .filter(module -> text(pom(module), "properties", "maven.deploy.skip")
                        .filter("true"::equals)
                        .isEmpty())
                .toList();
    }

    /** They have no parent to say it for them, and are built with the rest. */
    @Test
    void samplesArePublishedByNobody() {
        List<String> samples = new ArrayList<>(List.of("samples"));
        children(children(pom("samples"), "modules").get(0), "module")
                .forEach(module -> samples.add("samples/" + module.getTextContent()));
        assertThat(samples).hasSizeGreaterThan(1).allSatisfy(sample -> assertThat(
                        text(pom(sample), "properties", "maven.deploy.skip"))
                .as(sample)
                .contains("true"));
    }

    @Test
    void theParentAndTheBillOfMaterialsSayWhoseTheyAre() {
        for (String folder : List.of(".", "bom")) {
            assertThat(text(pom(folder), "name")).as(folder).isNotEmpty();
            assertThat(text(pom(folder), "description")).as(folder).isNotEmpty();
        }
        for (List<String> path : List.of(
                List.of("url"),
                List.of("licenses", "license", "name"),
                List.of("licenses", "license", "url"),
                List.of("developers", "developer", "name"),
                List.of("developers", "developer", "organization"),
                List.of("scm", "connection"),
                List.of("scm", "developerConnection"),
                List.of("scm", "url"))) {
            String[] names = path.toArray(new String[0]);
            assertThat(text(pom("."), names)).as(String.join("/", path)).isNotEmpty();
            assertThat(text(pom("bom"), names)).as(String.join("/", path)).isEqualTo(text(pom("."), names));
        }
    }

    @ParameterizedTest
    @MethodSource("published")
    void everyModuleHasANameForPeopleAndOneForModulePaths(String module) {
        Element pom = pom(module);
        assertThat(text(pom, "parent", "artifactId")).hasValue("hotfire-parent");
        assertThat(text(pom, "artifactId")).hasValue("hotfire-" + module);
        assertThat(text(pom, "name")).isNotEmpty();
        assertThat(text(pom, "description")).isNotEmpty();
        assertThat(text(pom, "properties", "module.name")).hasValue("dev.hotfire." + module.replace('-', '.'));
    }

    @Test
    void theBillOfMaterialsHasWhatIsPublishedAndNothingElse() {
        Element bom = pom("bom");
        assertThat(text(bom, "version")).isEqualTo(text(pom("."), "version")).isNotEmpty();
        assertThat(children(bom, "parent"))
                .as("what importers would get of ours")
                .isEmpty();
        Element managed = children(children(bom, "dependencyManagement").get(0), "dependencies")
                .get(0);
        List<String> names = new ArrayList<>();
        for (Element dependency : children(managed, "dependency")) {
            assertThat(text(dependency, "groupId")).hasValue("dev.hotfire");
            assertThat(text(dependency, "version")).hasValue("${project.version}");
            names.add(text(dependency, "artifactId").orElseThrow());
        }
        assertThat(names)
                .containsExactlyInAnyOrderElementsOf(
                        published().stream().map(module -> "hotfire-" + module).toList());
    }

    /** An image cannot be built here, but what it is made of can be looked for. */
    @Test
    void theImageTakesTheExecutableJarAndItsCommandsAreCommands() throws IOException {
        String image = Files.readString(ROOT.resolve("Dockerfile"));
        assertThat(Files.readString(ROOT.resolve("cli/pom.xml")))
                .contains("<shadedClassifierName>all</shadedClassifierName>");
        assertThat(image).contains("COPY cli/target/hotfire-cli-*-all.jar /opt/hotfire.jar\n");
        assertThat(Files.readString(ROOT.resolve(".dockerignore"))).contains("!cli/target/hotfire-cli-*-all.jar");
        List<String> calls = image.lines()
                .filter(line -> line.startsWith("#   docker run "))
                .map(line -> line.replaceFirst(".* hotfire ", ""))
                .toList();
        assertThat(calls).hasSize(2).allSatisfy(call -> new CommandLine(new HotfireCommand())
                .parseArgs(call.split(" ", -1)));
    }
}
