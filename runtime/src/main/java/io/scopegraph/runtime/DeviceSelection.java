package io.scopegraph.runtime;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import io.scopegraph.runtime.spi.Backend;
import io.scopegraph.runtime.spi.Backend.Availability;
import io.scopegraph.runtime.spi.Backend.DeviceOptions;
import io.scopegraph.runtime.spi.Device;
import io.scopegraph.runtime.spi.DeviceException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds the backends on the class path and picks one.
public final class DeviceSelection {
  /// Takes the usable backend of the highest priority.
  public static final String AUTO = "auto";

  private static final Logger LOGGER = LoggerFactory.getLogger(DeviceSelection.class);
  private static final Set<String> REPORTED = ConcurrentHashMap.newKeySet();

  /// A backend and its answer to whether it can run here.
  public record Candidate(String name, int priority, Availability availability) {
    /// For example `cuda cannot run here: no driver; install one`.
    @Override
    public String toString() {
      if (availability.usable()) {
        return name + " (" + availability.detail() + ")";
      }
      String remedy = availability.remedy().isEmpty() ? "" : "; " + availability.remedy();
      return name + " cannot run here: " + availability.detail() + remedy;
    }
  }

  private record Found(Candidate candidate, @Nullable Backend backend) {}

  private DeviceSelection() {}

  /// All backends on the class path, the preferred ones first.
  public static ImmutableList<Candidate> candidates() {
    return find().stream().map(Found::candidate).collect(toImmutableList());
  }

  /// Opens a device.
  ///
  /// @param name [#AUTO], the name of a backend, or a name with the device's index: `cuda:1`
  /// @param threads for backends that compute on the host; 0 for all processors
  /// @throws DeviceException if there is no such backend or it cannot run here; the message says
  ///   which backends there are and why each was refused
  public static Device open(String name, int threads) {
    List<Found> found = find();
    if (found.isEmpty()) {
      throw new DeviceException("There is no backend on the class path");
    }
    int colon = name.lastIndexOf(':');
    String backendName = colon < 0 ? name : name.substring(0, colon);
    Found chosen = backendName.equals(AUTO) ? automatic(found) : named(found, backendName);
    Backend backend = chosen.backend();
    if (backend == null || !chosen.candidate().availability().usable()) {
      throw new DeviceException(
          "%s. On the class path: %s".formatted(chosen.candidate(), describe(found)));
    }
    return backend.open(new DeviceOptions(colon < 0 ? 0 : index(name, colon), threads));
  }

  private static Found automatic(List<Found> found) {
    for (int i = 0; i < found.size(); i++) {
      Candidate candidate = found.get(i).candidate();
      if (candidate.availability().usable()) {
        if (i > 0) {
          report("Using %s; %s".formatted(candidate, describe(found.subList(0, i))));
        }
        return found.get(i);
      }
    }
    throw new DeviceException("No backend can run here: " + describe(found));
  }

  /// Says a thing once in the life of the process.
  private static void report(String line) {
    if (REPORTED.add(line)) {
      LOGGER.info("{}", line);
    }
  }

  private static Found named(List<Found> found, String name) {
    return found.stream()
        .filter(candidate -> candidate.candidate().name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new DeviceException(
                "There is no backend \"%s\". On the class path: %s"
                    .formatted(name, describe(found))));
  }

  private static int index(String name, int colon) {
    String index = name.substring(colon + 1);
    if (!index.matches("\\d{1,4}")) {
      throw new DeviceException(
          "\"%s\": expected a device's index after the colon, found \"%s\"".formatted(name, index));
    }
    return Integer.parseInt(index);
  }

  private static String describe(List<Found> found) {
    return found.stream()
        .map(candidate -> candidate.candidate().toString())
        .collect(Collectors.joining(", "));
  }

  private static List<Found> find() {
    List<Found> found = new ArrayList<>();
    Iterator<Backend> backends = ServiceLoader.load(Backend.class).iterator();
    while (true) {
      try {
        if (!backends.hasNext()) {
          break;
        }
        Backend backend = backends.next();
        found.add(
            new Found(new Candidate(backend.name(), backend.priority(), backend.check()), backend));
      } catch (ServiceConfigurationError e) {
        String reason = String.valueOf(e.getMessage());
        found.add(
            new Found(
                new Candidate("a backend", Integer.MIN_VALUE, Availability.unusable(reason, "")),
                null));
      }
    }
    found.sort(
        Comparator.comparingInt((Found candidate) -> candidate.candidate().priority()).reversed());
    return found;
  }
}
