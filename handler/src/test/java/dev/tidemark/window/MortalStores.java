package dev.tidemark.window;

import dev.tidemark.checkpoint.store.StoreException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;

/** Stores as a process reaches them that dies at one of its calls: before it, or behind it. */
final class MortalStores {

  private final int last;
  private final boolean lands;
  private final AtomicInteger calls = new AtomicInteger();

  /**
   * @param last the call at which the process dies, from 1
   * @param lands whether that call is carried out
   */
  MortalStores(int last, boolean lands) {
    this.last = last;
    this.lands = lands;
  }

  boolean hasDied() {
    return calls.get() >= last;
  }

  <S> S mortal(Class<S> port, S store) {
    return port.cast(
        Proxy.newProxyInstance(
            port.getClassLoader(),
            new Class<?>[] {port},
            (proxy, method, arguments) -> {
              int call = calls.incrementAndGet();
              if (call < last || (call == last && lands)) {
                Object reply = invoke(store, method, arguments);
                if (call < last) {
                  return reply;
                }
              }
              throw new StoreException(StoreException.Kind.TRANSIENT, "the process has died");
            }));
  }

  private static Object invoke(Object store, java.lang.reflect.Method method, Object[] arguments)
      throws Throwable {
    try {
      return method.invoke(store, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }
}
