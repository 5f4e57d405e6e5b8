package dev.tidemark.checkpoint.jdbc;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** What the store on JDBC may know. */
@AnalyzeClasses(
    packages = "dev.tidemark.checkpoint.jdbc",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  @ArchTest
  static final ArchRule theStoreKnowsTheCoreAndJdbcAndNoDriver =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "dev.tidemark.checkpoint",
              "dev.tidemark.checkpoint.codec",
              "dev.tidemark.checkpoint.store",
              "dev.tidemark.checkpoint.jdbc",
              "java.lang..",
              "java.io",
              "java.math",
              "java.nio.charset",
              "java.sql",
              "java.time",
              "java.util",
              "java.util.function",
              "java.util.regex",
              "java.util.stream",
              "javax.sql",
              "org.jspecify.annotations");
}
