package io.scopegraph.runtime;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import io.scopegraph.runtime.spi.Backend;
import io.scopegraph.runtime.spi.Backend.Availability;
import io.scopegraph.runtime.spi.Backend.DeviceOptions;
import io.scopegraph.runtime.spi.Backend.Finding;
import io.scopegraph.runtime.spi.Backend.Verdict;
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

  /// A backend with everything that it needs or uses.
  public record Inspection(Candidate candidate, ImmutableList<Finding> findings) {}

  /// @param failure why the backend could not be made; empty if it is there
  private record Found(String name, int priority, @Nullable Backend backend, String failure) {
    Candidate candidate() {
      return new Candidate(
          name, priority, backend == null ? Availability.unusable(failure, "") : backend.check());
    }

    Inspection inspect() {
      Candidate candidate = candidate();
      return new Inspection(
          candidate,
          backend == null
              ? ImmutableList.of(new Finding(name, Verdict.MISSING, failure, ""))
              : backend.findings());
    }
  }

  private DeviceSelection() {}

  /// All backends on the class path, the preferred ones first.
  public static ImmutableList<Candidate> candidates() {
    return find().stream().map(Found::candidate).collect(toImmutableList());
  }

  /// All backends on the class path with what they found on this machine, the preferred ones first.
  public static ImmutableList<Inspection> inspect() {
    return find().stream().map(Found::inspect).collect(toImmutableList());
  }

  /// The backend's name in the name of a device: `cuda` in `cuda:1`.
  public static String backendName(String device) {
    int colon = device.lastIndexOf(':');
    return colon < 0 ? device : device.substring(0, colon);
  }

  /// Opens a device. Only backends that may be taken are asked whether they can run.
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
    String backendName = backendName(name);
    Backend backend = backendName.equals(AUTO) ? automatic(found) : named(found, backendName);
    int index = backendName.length() == name.length() ? 0 : index(name, backendName.length());
    return backend.open(new DeviceOptions(index, threads));
  }

  private static Backend automatic(List<Found> found) {
    List<Candidate> refused = new ArrayList<>();
    for (Found next : found) {
      Candidate candidate = next.candidate();
      Backend backend = next.backend();
      if (backend != null && candidate.availability().usable()) {
        if (!refused.isEmpty()) {
          report("Using %s; %s".formatted(candidate, describe(refused)));
        }
        return backend;
      }
      refused.add(candidate);
    }
    throw new DeviceException("No backend can run here: " + describe(refused));
  }

  /// Says a thing once in the life of the process.
  private static void report(String line) {
    if (REPORTED.add(line)) {
      LOGGER.info("{}", line);
    }
  }

  private static Backend named(List<Found> found, String name) {
    Found named =
        found.stream()
            .filter(next -> next.name().equals(name))
            .findFirst()
            .orElseThrow(() ->
                new DeviceException(
                    "There is no backend \"%s\". On the class path: %s"
                        .formatted(name, describe(found.stream().map(Found::candidate).toList()))));
    Candidate candidate = named.candidate();
    Backend backend = named.backend();
    if (backend == null || !candidate.availability().usable()) {
      throw new DeviceException("%s. %s".formatted(candidate, alternatives(found)));
    }
    return backend;
  }

  private static String alternatives(List<Found> found) {
    List<Candidate> usable =
        found.stream()
            .map(Found::candidate)
            .filter(candidate -> candidate.availability().usable())
            .toList();
    return usable.isEmpty() ? "No other backend can run either" : "Usable: " + describe(usable);
  }

  private static int index(String name, int colon) {
    String index = name.substring(colon + 1);
    if (!index.matches("\\d{1,4}")) {
      throw new DeviceException(
          "\"%s\": expected a device's index after the colon, found \"%s\"".formatted(name, index));
    }
    return Integer.parseInt(index);
  }

  private static String describe(List<Candidate> candidates) {
    return candidates.stream().map(Candidate::toString).collect(Collectors.joining(", "));
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
        found.add(new Found(backend.name(), backend.priority(), backend, ""));
      } catch (ServiceConfigurationError e) {
        found.add(new Found("a backend", Integer.MIN_VALUE, null, String.valueOf(e.getMessage())));
      }
    }
    found.sort(Comparator.comparingInt(Found::priority).reversed());
    return found;
  }
}
