package dev.shindan.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who may know whom: the direction of the modules, and the order of the packages in agent. */
final class ArchitectureTest {
  private static final String ROOT = "dev.shindan.";

  /** Inside agent, lowest first; each uses only those before it. */
  private static final List<String> AGENT =
      Stream.of(
              "model",
              "settings",
              "source",
              "signal",
              "tool",
              "fleet",
              "tool.telemetry",
              "trail",
              "catalogue",
              "reason",
              "reason.builtin",
              "reason.llm",
              "investigate",
              "triage",
              "replay")
          .map(name -> ROOT + "agent." + name)
          .toList();

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("dev.shindan");

  /** A direction that holds, and why. */
  record Direction(String of, List<String> not, String because) {
    @Override
    public String toString() {
      return of + " does not know " + not;
    }
  }

  static List<Direction> modules() {
    return List.of(
        new Direction(
            "prompts",
            List.of("agent", "collectors", "store", "web", "evals", "cli"),
            "prompts are texts; whoever asks a model knows them, they know nobody"),
        new Direction(
            "agent",
            List.of("collectors", "store", "web", "evals", "cli"),
            "the agent thinks over ports; what touches the world or a disk implements them"),
        new Direction(
            "collectors",
            List.of("store", "web", "evals", "cli"),
            "what looks at the world does not know how it is remembered or shown"),
        new Direction(
            "store",
            List.of("collectors", "web", "evals", "cli"),
            "what remembers does not know where an observation came from"),
        new Direction(
            "web", List.of("evals", "cli"), "the page shows trails, whoever it was that ran them"),
        new Direction(
            "evals",
            List.of("web", "cli", "store"),
            "a measurement runs the real loop in memory, without a page or a disk"));
  }

  @Test
  void allModulesAreLookedAt() {
    Set<String> modules =
        CLASSES.stream()
            .map(found -> found.getPackageName().substring(ROOT.length()).replaceFirst("\\..*", ""))
            .collect(Collectors.toSet());
    assertThat(modules)
        .containsExactlyInAnyOrder(
            "prompts", "agent", "collectors", "store", "web", "evals", "cli");
  }

  @ParameterizedTest
  @MethodSource("modules")
  void modulesPointOneWay(Direction direction) {
    noClasses()
        .that()
        .resideInAPackage(ROOT + direction.of() + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            direction.not().stream().map(name -> ROOT + name + "..").toArray(String[]::new))
        .because(direction.because())
        .check(CLASSES);
  }

  @Test
  void everyPackageOfTheAgentHasItsPlaceInTheOrder() {
    Set<String> packages =
        CLASSES.stream()
            .map(JavaClass::getPackageName)
            .filter(name -> name.startsWith(ROOT + "agent"))
            .collect(Collectors.toSet());
    assertThat(packages).containsExactlyInAnyOrderElementsOf(AGENT);
  }

  static List<String> agentPackages() {
    return AGENT.subList(0, AGENT.size() - 1);
  }

  @ParameterizedTest
  @MethodSource("agentPackages")
  void packagesOfTheAgentUseOnlyThoseBefore(String name) {
    String[] later =
        AGENT.subList(AGENT.indexOf(name) + 1, AGENT.size()).stream()
            .filter(other -> !other.equals(name))
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(name)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(later)
        .because("a reader understands a package with what stands before it; cycles forbid that")
        .check(CLASSES);
  }

  @Test
  void modelAndSettingsStandOnTheirOwn() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + "agent.settings", ROOT + "agent.model")
        .should()
        .dependOnClassesThat(
            com.tngtech.archunit.base.DescribedPredicate.describe(
                "are of another package of Shindan",
                other ->
                    other.getPackageName().startsWith(ROOT)
                        && !Set.of(ROOT + "agent.settings", ROOT + "agent.model")
                            .contains(other.getPackageName())))
        .because("they are the words that everything else is said in")
        .check(CLASSES);
  }

  @Test
  void theReasonersDoNotKnowEachOther() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "agent.reason.llm")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + "agent.reason.builtin")
        .because("one takes over from the other through the trail and through nothing else")
        .check(CLASSES);
  }

  @Test
  void reasonersCannotActThemselves() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + "agent.reason..")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName(ROOT + "agent.tool.ToolRunner")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName(ROOT + "agent.trail.TrailStore")
        .because("a reasoner asks for moves; only the investigator runs tools and appends")
        .check(CLASSES);
  }
}
