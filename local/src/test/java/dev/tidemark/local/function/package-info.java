/** Functions that the tests package and run; they see the JDK and aws-lambda-java-core only. */
@NullMarked
package dev.tidemark.local.function;

import org.jspecify.annotations.NullMarked;
