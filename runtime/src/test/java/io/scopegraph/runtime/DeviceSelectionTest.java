package io.scopegraph.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.scopegraph.runtime.spi.Backend.Finding;
import io.scopegraph.runtime.spi.Backend.Verdict;
import io.scopegraph.runtime.spi.Device;
import io.scopegraph.runtime.spi.DeviceException;
import org.junit.jupiter.api.Test;

class DeviceSelectionTest {
  @Test
  void listsWhatIsOnTheClassPath() {
    assertThat(DeviceSelection.candidates())
        .extracting(DeviceSelection.Candidate::toString)
        .containsExactly(
            "absent cannot run here: no such hardware; buy some", "reference (naive loops)");
  }

  @Test
  void tellsWhatEachBackendFound() {
    assertThat(DeviceSelection.inspect())
        .flatExtracting(DeviceSelection.Inspection::findings)
        .containsExactly(
            new Finding("absent", Verdict.MISSING, "no such hardware", "buy some"),
            new Finding("reference", Verdict.GOOD, "naive loops", ""));
  }

  @Test
  void takesTheBestThatCanRun() {
    try (Device device = DeviceSelection.open(DeviceSelection.AUTO, 0)) {
      assertThat(device.name()).isEqualTo("reference");
    }
  }

  @Test
  void saysWhichBackendsThereAre() {
    assertThatThrownBy(() -> DeviceSelection.open("gpu", 0))
        .isInstanceOf(DeviceException.class)
        .hasMessage(
            "There is no backend \"gpu\". On the class path: absent cannot run here: no such hardware; buy some, reference (naive loops)");
    assertThatThrownBy(() -> DeviceSelection.open("absent", 0))
        .isInstanceOf(DeviceException.class)
        .hasMessage(
            "absent cannot run here: no such hardware; buy some. Usable: reference (naive loops)");
    assertThatThrownBy(() -> DeviceSelection.open("reference:x", 0))
        .isInstanceOf(DeviceException.class)
        .hasMessage("\"reference:x\": expected a device's index after the colon, found \"x\"");
  }
}
