package dev.tidemark.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Keeps the picture of the modules in ARCHITECTURE.md true. */
class ArchitecturePageTest {

  private static final String BEGIN = "<!-- modules: begin -->\n";
  private static final String END = "<!-- modules: end -->";
  private static final String PREFIX = "tidemark-";

  private final Project project = Project.find();

  @Test
  void thePictureOfTheModulesIsThatOfTheirPoms() throws Exception {
    String page = Files.readString(project.file("ARCHITECTURE.md"));

    String picture = page.substring(page.indexOf(BEGIN) + BEGIN.length(), page.indexOf(END));

    assertThat(picture).as("put this between the marks of ARCHITECTURE.md").isEqualTo(rendered());
  }

  private String rendered() throws Exception {
    var picture = new StringBuilder("```mermaid\ngraph TD\n");
    for (String module : modules()) {
      for (String dependency : dependencies(module)) {
        picture.append("  ").append(module).append(" --> ").append(dependency).append('\n');
      }
    }
    return picture.append("```\n").toString();
  }

  private List<String> modules() throws Exception {
    NodeList modules = parse(project.file("pom.xml")).getElementsByTagName("module");
    var names = new ArrayList<String>();
    for (int i = 0; i < modules.getLength(); i++) {
      names.add(modules.item(i).getTextContent());
    }
    assertThat(names).contains("checkpoint", "handler");
    return names;
  }

  private List<String> dependencies(String module) throws Exception {
    NodeList all = parse(project.file(module + "/pom.xml")).getElementsByTagName("dependency");
    var names = new ArrayList<String>();
    for (int i = 0; i < all.getLength(); i++) {
      Element dependency = (Element) all.item(i);
      boolean ours = text(dependency, "groupId").equals("dev.tidemark");
      if (ours && !text(dependency, "scope").equals("test")) {
        names.add(text(dependency, "artifactId").substring(PREFIX.length()));
      }
    }
    return names;
  }

  private static String text(Element parent, String name) {
    NodeList found = parent.getElementsByTagName(name);
    return found.getLength() == 0 ? "" : found.item(0).getTextContent();
  }

  private static Element parse(Path pom) throws Exception {
    try (var in = Files.newInputStream(pom)) {
      return DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(in)
          .getDocumentElement();
    } catch (IOException e) {
      throw new AssertionError("cannot read " + pom, e);
    }
  }
}
