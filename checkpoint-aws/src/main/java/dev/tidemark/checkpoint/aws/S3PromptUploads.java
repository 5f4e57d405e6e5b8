package dev.tidemark.checkpoint.aws;

import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;

/**
 * Sends an object of less than {@value #ASK_FROM} bytes together with its request; for the client
 * that an {@link S3PayloadStore} gets.
 *
 * <p>This release of the SDK asks S3 before each object, with {@code Expect: 100-continue}, whether
 * it wants the bytes. That spares them when S3 declines, which is seldom, and costs a round trip
 * that a batch waits for. Later releases have the same threshold by themselves ({@code
 * expectContinueThresholdInBytes} of the SDK's {@code S3Configuration}). Thread-safe.
 */
public final class S3PromptUploads implements ExecutionInterceptor {

  /** From this size on S3 is asked first. */
  static final long ASK_FROM = 1 << 20;

  @Override
  public SdkHttpRequest modifyHttpRequest(
      Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
    SdkHttpRequest request = context.httpRequest();
    return context.request() instanceof PutObjectRequest put
            && put.contentLength() != null
            && put.contentLength() < ASK_FROM
        ? request.copy(other -> other.removeHeader("Expect"))
        : request;
  }
}
