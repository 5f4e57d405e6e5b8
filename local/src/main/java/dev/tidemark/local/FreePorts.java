package dev.tidemark.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** Two ports of the loopback interface that were free a moment ago. */
record FreePorts(int first, int second) {
  static FreePorts find() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket one = new ServerSocket(0, 1, loopback);
        ServerSocket two = new ServerSocket(0, 1, loopback)) {
      return new FreePorts(one.getLocalPort(), two.getLocalPort());
    }
  }
}
