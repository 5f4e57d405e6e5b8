package dev.tidemark.poller.file;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tidemark.checkpoint.store.StoreException;
import dev.tidemark.poller.lease.LeaseStore;
import dev.tidemark.poller.lease.LeaseStoreContract;
import dev.tidemark.poller.lease.ShardLease;
import dev.tidemark.poller.lease.ShardPosition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileLeasesTest extends LeaseStoreContract {

  private final Path directory;
  private final LeaseStore store;

  FileLeasesTest(@TempDir Path directory) {
    this.directory = directory;
    this.store = new FileLeases(directory, "consumer", "stream");
  }

  @Override
  protected LeaseStore store() {
    return store;
  }

  @Test
  void aRowThatThisVersionHasNotWrittenIsAnErrorAndStays() throws IOException {
    store.create(ShardLease.first("shard", List.of(), new ShardPosition.Horizon()));
    Path row = directory.resolve("leases/consumer=consumer/stream=stream/shard.lease");
    Files.writeString(row, Files.readString(row).replace("revision: 1", "revision: 01"));

    assertThatThrownBy(store::list)
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("shard.lease");
  }
}
