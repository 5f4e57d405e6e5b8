package dev.tidemark.handler;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Instant;
import java.time.InstantSource;

/** Who may know whom, over the modules that make up a function. */
@AnalyzeClasses(
    packages = "dev.tidemark",
    importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.WithoutTestKit.class})
class ArchitectureTest {

  private static final String CORE = "dev.tidemark.checkpoint";
  private static final String AWS = "dev.tidemark.checkpoint.aws..";
  private static final String ENGINE = "dev.tidemark.engine..";
  private static final String PRODUCER = "dev.tidemark.producer..";
  private static final String EDGE = "dev.tidemark.handler..";

  private static final DescribedPredicate<JavaClass> THE_CORE =
      resideInAPackage(CORE + "..").and(DescribedPredicate.not(resideInAPackage(AWS)));

  /**
   * The test kit and the local AWS are on the class path of this test, and no part of a function.
   */
  static final class WithoutTestKit implements ImportOption {
    @Override
    public boolean includes(com.tngtech.archunit.core.importer.Location location) {
      return !location.contains("/testkit/")
          && !location.contains("/mapping/")
          && !location.contains("/dev/tidemark/local/");
    }
  }

  @ArchTest
  static final ArchRule theCoreKnowsNothingButJava =
      classes()
          .that(THE_CORE)
          .should()
          .onlyDependOnClassesThat(
              THE_CORE.or(
                  resideInAnyPackage(
                      "java.lang..",
                      "java.math..",
                      "java.util..",
                      "java.time..",
                      "java.nio..",
                      "java.io..",
                      "org.jspecify.annotations..")));

  @ArchTest
  static final ArchRule theCoreHasNoThreadClockChanceOrEnvironment =
      noClasses()
          .that(THE_CORE)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("java.util.concurrent..", "java.util.random..", "java.nio.file..")
                  .or(
                      JavaClass.Predicates.belongToAnyOf(
                          Thread.class,
                          java.util.Random.class,
                          java.util.UUID.class,
                          java.time.Clock.class,
                          InstantSource.class)))
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "getenv", String.class)
          .orShould()
          .callMethod(System.class, "getenv")
          .orShould()
          .callMethod(System.class, "getProperty", String.class)
          .orShould()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis");

  @ArchTest
  static final ArchRule theEngineKnowsNeitherAwsNorLambda =
      noClasses()
          .that()
          .resideInAPackage(ENGINE)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(AWS, EDGE, "dev.tidemark", "software.amazon..", "com.amazonaws..");

  @ArchTest
  static final ArchRule theAwsStoresKnowOnlyTheCore =
      noClasses()
          .that()
          .resideInAPackage(AWS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(ENGINE, EDGE, "dev.tidemark", "com.amazonaws..");

  @ArchTest
  static final ArchRule onlyTheEdgeKnowsLambda =
      noClasses()
          .that()
          .resideOutsideOfPackages(EDGE, "dev.tidemark")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.amazonaws..");

  @ArchTest
  static final ArchRule onlyTheAwsStoresAndTheirWiringKnowTheSdk =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              AWS,
              "dev.tidemark.producer.kinesis",
              "dev.tidemark.producer.logs",
              "dev.tidemark.producer.aws")
          .and()
          .doNotHaveSimpleName("AwsStores")
          .and()
          .doNotHaveSimpleName("KinesisSink")
          .and()
          .resideOutsideOfPackage("dev.tidemark.handler.change")
          .and()
          .doNotHaveSimpleName("DynamoDbChange")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("software.amazon..");

  @ArchTest
  static final ArchRule aProducerKnowsOnlyTheCore =
      noClasses()
          .that()
          .resideInAPackage(PRODUCER)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(AWS, ENGINE, EDGE, "dev.tidemark", "com.amazonaws..");

  @ArchTest
  static final ArchRule whatAProducerDecidesIsPure =
      noClasses()
          .that()
          .resideInAPackage(PRODUCER)
          .and()
          .haveSimpleNameEndingWith("Limits")
          .or()
          .haveNameMatching(
              "dev\\.tidemark\\.producer\\.(Sending|RetryPolicy|Batching|WaitingRecords"
                  + "|wal\\.(LogFormat|SegmentScan|Recovery|Segments|Segment|NumberRuns))(\\$.*)?")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.util.concurrent..", "java.nio.file..", "java.net..")
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(System.class, "nanoTime");

  @ArchTest
  static final ArchRule whoWritesToOneTargetNeedsNoOther =
      slices()
          .matching("dev.tidemark.producer.(kinesis|logs|file|claim)..")
          .should()
          .notDependOnEachOther();

  @ArchTest
  static final ArchRule theTwoStoresDoNotKnowEachOther =
      noClasses()
          .that()
          .haveSimpleNameStartingWith("S3")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("software.amazon.awssdk.services.dynamodb..");

  @ArchTest
  static final ArchRule theStatusStoreDoesNotKnowThePayloads =
      noClasses()
          .that()
          .resideInAPackage(AWS)
          .and()
          .haveSimpleNameNotStartingWith("S3")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("software.amazon.awssdk.services.s3..");

  @ArchTest
  static final ArchRule thePackagesOfTheCoreHaveNoCycle =
      slices().matching("dev.tidemark.(checkpoint..)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule theModulesHaveNoCycle =
      slices().matching("dev.tidemark.(*)..").should().beFreeOfCycles();
}
