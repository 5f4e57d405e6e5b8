package dev.tidemark.checkpoint.aws.faults;

import dev.tidemark.checkpoint.aws.CounterTable;
import dev.tidemark.checkpoint.aws.DynamoDbStatusStore;
import dev.tidemark.checkpoint.aws.LocalServices;
import dev.tidemark.checkpoint.aws.S3PayloadStore;
import dev.tidemark.checkpoint.store.PayloadStore;
import dev.tidemark.checkpoint.store.StatusStore;
import dev.tidemark.local.Fault;
import dev.tidemark.local.FaultPlan;
import dev.tidemark.local.LocalService;
import dev.tidemark.local.ServiceTap;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The stores on DynamoDB Local and the S3 server through SDK clients that do not try again, and
 * with one trouble at every call.
 */
final class TroubledStores implements AutoCloseable {

  private static final Duration CLIENT_PATIENCE = Duration.ofMillis(250);
  private static final Duration UNTIL_WE_LET_GO = Duration.ofMinutes(10);
  private static final Duration OUR_PATIENCE = Duration.ofSeconds(20);
  private static final Duration MOMENT = Duration.ofMillis(100);

  private final StatusStore statuses;
  private final PayloadStore payloads;
  private final CounterTable counters;
  private final Semaphore answered = new Semaphore(0);
  private final List<ServiceTap> taps = new ArrayList<>();
  private final List<Runnable> closing = new ArrayList<>();

  TroubledStores(LocalServices.Clients services, Trouble trouble) {
    URI dynamoDbEndpoint = endpoint(services, LocalService.DYNAMODB, trouble);
    URI s3Endpoint = endpoint(services, LocalService.S3, trouble);
    boolean hurried = trouble == Trouble.TIMED_OUT;
    DynamoDbClient dynamoDb =
        hurried
            ? LocalServices.dynamoDb(dynamoDbEndpoint, CLIENT_PATIENCE)
            : LocalServices.dynamoDb(dynamoDbEndpoint);
    S3Client s3 =
        hurried
            ? LocalServices.s3WithoutRetries(s3Endpoint, CLIENT_PATIENCE)
            : LocalServices.s3WithoutRetries(s3Endpoint);
    closing.add(dynamoDb::close);
    closing.add(s3::close);
    this.statuses = new DynamoDbStatusStore(dynamoDb, services.table());
    this.payloads = new S3PayloadStore(s3, services.bucket(), "");
    this.counters = services.counters();
  }

  private URI endpoint(LocalServices.Clients services, LocalService service, Trouble trouble) {
    if (trouble == Trouble.REFUSED) {
      return nobodyListens();
    }
    return trouble
        .fault()
        .map(fault -> tap(services.aws().endpoint(service), fault).endpoint())
        .orElse(services.aws().endpoint(service));
  }

  /** The port is ours, so nobody else can listen there. */
  private URI nobodyListens() {
    var socket = new Socket();
    closing.add(() -> close(socket));
    try {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return URI.create("http://127.0.0.1:" + socket.getLocalPort());
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ServiceTap tap(URI service, Fault fault) {
    var tap =
        ServiceTap.faulty(
            service,
            ServiceTap.Request::method,
            FaultPlan.of(1).with(fault, 1).withDelays(Duration.ZERO, UNTIL_WE_LET_GO),
            (request, status) -> answered.release());
    taps.add(tap);
    closing.add(tap::close);
    return tap;
  }

  StatusStore statuses() {
    return statuses;
  }

  PayloadStore payloads() {
    return payloads;
  }

  /** The other end of effects, without trouble. */
  CounterTable counters() {
    return counters;
  }

  /** Lets requests be carried out that were held back until their sender gave up. */
  void letGo() {
    taps.forEach(ServiceTap::letGo);
  }

  /** Waits until as many requests have been carried out, also if one is only now held back. */
  void awaitCarriedOut(int requests) throws InterruptedException {
    for (long left = OUR_PATIENCE.toMillis(); left > 0; left -= MOMENT.toMillis()) {
      letGo();
      if (answered.tryAcquire(requests, MOMENT.toMillis(), TimeUnit.MILLISECONDS)) {
        return;
      }
    }
    throw new AssertionError("of " + requests + " requests not all have been carried out");
  }

  @Override
  public void close() {
    closing.forEach(Runnable::run);
  }
}
