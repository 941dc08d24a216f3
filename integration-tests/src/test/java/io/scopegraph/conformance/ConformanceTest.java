package io.scopegraph.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.runtime.Results;
import io.scopegraph.runtime.Session;
import io.scopegraph.runtime.SessionOptions;
import io.scopegraph.runtime.spi.Backend;
import io.scopegraph.runtime.spi.Device;
import io.scopegraph.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every case on every usable backend.
class ConformanceTest {
  /// A backend with as many threads as it is asked for.
  record Target(String name, Device one, Device two) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final List<Target> TARGETS = open();

  private static List<Target> open() {
    List<Target> targets = new ArrayList<>();
    for (Backend backend : TestDevices.backends()) {
      if (backend.check().usable()) {
        targets.add(
            new Target(
                backend.name(),
                backend.open(new Backend.DeviceOptions(0, 1)),
                backend.open(new Backend.DeviceOptions(0, 2))));
      } else {
        System.err.println("Not tested: " + backend.name() + ", " + backend.check().detail());
      }
    }
    return targets;
  }

  @AfterAll
  static void close() {
    for (Target target : TARGETS) {
      target.one().close();
      target.two().close();
    }
  }

  static Stream<Arguments> cases() {
    Pattern wanted = Pattern.compile(System.getProperty("scopegraph.test.cases", ""));
    List<Case> cases =
        AllCases.list().stream().filter(one -> wanted.matcher(one.name()).find()).toList();
    return TARGETS.stream().flatMap(target -> cases.stream().map(one -> Arguments.of(target, one)));
  }

  /// Tagged to be run again with each kind of kernels, and on GPUs.
  @Tag("kernels")
  @Tag("gpu")
  @ParameterizedTest(name = "{0}: {1}", allowZeroInvocations = true)
  @MethodSource("cases")
  void agreesWithTheReference(Target target, Case one) {
    Optional<ComputedNode> node = ComputedNode.of(target.one(), one.graph(), one.feeds());
    if (node.isEmpty()) {
      return;
    }
    Map<String, Tensor> results = run(node.get(), Arrangement.DENSE);
    one.check(results);
    ComputedNode onTwo = ComputedNode.of(target.two(), one.graph(), one.feeds()).orElseThrow();
    assertThat(run(onTwo, Arrangement.DENSE))
        .as("two threads give the same bits as one")
        .isEqualTo(results);
    for (Arrangement arrangement : Arrangement.of(onTwo.kernel())) {
      assertThat(run(onTwo, arrangement))
          .as("%s: the same bits as if each operand lay in one piece of its own", arrangement)
          .isEqualTo(results);
    }
  }

  private static Map<String, Tensor> run(ComputedNode node, Arrangement arrangement) {
    try (PlacedNode placed = node.place(arrangement)) {
      return placed.runTwice();
    }
  }

  @Tag("gpu")
  @ParameterizedTest(name = "{0}: {1}", allowZeroInvocations = true)
  @MethodSource("cases")
  void agreesInASession(Target target, Case one) {
    Map<String, Tensor> first = null;
    for (boolean arena : new boolean[] {true, false}) {
      for (int threads : new int[] {1, 2}) {
        Map<String, Tensor> results = run(target, one, arena, threads);
        if (first == null) {
          one.check(results);
          first = results;
        }
        assertThat(results)
            .as("arena %s, %d threads: the same bits as with an arena and one", arena, threads)
            .isEqualTo(first);
      }
    }
  }

  /// The results of a second run, which finds what the first one left.
  private static Map<String, Tensor> run(Target target, Case one, boolean arena, int threads) {
    SessionOptions options =
        SessionOptions.builder().device(target.name()).threads(threads).arenaReuse(arena).build();
    try (Session session = Session.open(one.graph(), options)) {
      session.run(one.feeds());
      return session.run(one.feeds(), Results::copy).asMap();
    }
  }
}
