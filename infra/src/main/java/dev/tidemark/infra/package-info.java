/**
 * {@link dev.tidemark.infra.TidemarkConsumer}, a construct for the AWS CDK that makes a Lambda
 * function a safe consumer of a Kinesis stream, and the example's stack.
 */
@NullMarked
package dev.tidemark.infra;

import org.jspecify.annotations.NullMarked;
