package dev.tidemark.local;

import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Services that somebody else runs behind one address and that do not check signatures, as
 * LocalStack does not.
 *
 * @param address where they listen
 */
public record SingleEndpoint(URI address) implements AwsServices {

  /**
   * @throws IllegalArgumentException if the address is no HTTP URL
   */
  public SingleEndpoint {
    if (address.getHost() == null || !String.valueOf(address.getScheme()).matches("https?")) {
      throw new IllegalArgumentException(
          "an endpoint is a URL like http://localhost:4566, got " + address);
    }
  }

  @Override
  public URI endpoint(LocalService service) {
    return address;
  }

  @Override
  public Map<String, String> environment() {
    return Arrays.stream(LocalService.values())
        .collect(Collectors.toMap(LocalService::endpointVariable, any -> address.toString()));
  }
}
