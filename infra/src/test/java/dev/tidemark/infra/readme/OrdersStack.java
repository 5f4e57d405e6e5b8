package dev.tidemark.infra.readme;

import dev.tidemark.infra.TidemarkConsumer;
import dev.tidemark.infra.TidemarkConsumerProps;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.services.kinesis.Stream;
import software.amazon.awscdk.services.lambda.Code;
import software.amazon.awscdk.services.lambda.Function;
import software.amazon.awscdk.services.lambda.Runtime;
import software.amazon.awscdk.services.lambda.SnapStartConf;
import software.constructs.Construct;

/** The stack that the README of infra shows. */
public final class OrdersStack extends Stack {

  public OrdersStack(Construct scope, String id, String functionPackage) {
    super(scope, id);
    Stream stream = Stream.Builder.create(this, "Stream").build();
    Function function =
        Function.Builder.create(this, "Function")
            .runtime(Runtime.JAVA_25)
            .handler("com.example.Orders")
            .code(Code.fromAsset(functionPackage))
            .memorySize(512)
            .timeout(Duration.seconds(60))
            .snapStart(SnapStartConf.ON_PUBLISHED_VERSIONS)
            .build();

    new TidemarkConsumer(
        this, "orders", TidemarkConsumerProps.builder().function(function).stream(stream).build());
  }
}
