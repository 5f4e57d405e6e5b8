package dev.tidemark.poller.lease;

class MemoryLeasesTest extends LeaseStoreContract {

  private final LeaseStore store = new MemoryLeases();

  @Override
  protected LeaseStore store() {
    return store;
  }
}
