package io.scopegraph.runtime.spi;

import com.google.common.collect.ImmutableList;

/// A way to run graphs, registered as a service. Making an instance does nothing: whether the
/// backend can run on this machine is asked by [#check], which never fails.
public interface Backend {
  /// The name by which a user picks it: `cpu`.
  String name();

  /// The preference among the usable backends; the greatest wins.
  int priority();

  /// Whether this backend can run here, and if not, why and what to do about it.
  Availability check();

  /// What this backend needs and what it found of it, for a person who wants to know why it can or
  /// cannot run here, or how well. Never fails.
  default ImmutableList<Finding> findings() {
    Availability availability = check();
    return ImmutableList.of(
        new Finding(
            name(),
            availability.usable() ? Verdict.GOOD : Verdict.MISSING,
            availability.detail(),
            availability.remedy()));
  }

  /// Opens a device.
  ///
  /// @throws DeviceException if [#check] does not say that the backend is usable, or the device
  ///   fails
  Device open(DeviceOptions options);

  /// The answer to "can I run here?".
  ///
  /// @param usable whether devices can be opened
  /// @param detail what was found: for a usable backend its devices and kernels, else the reason in
  ///   one sentence
  /// @param remedy what the user can do about the reason; empty if usable
  record Availability(boolean usable, String detail, String remedy) {
    public static Availability usable(String detail) {
      return new Availability(true, detail, "");
    }

    public static Availability unusable(String reason, String remedy) {
      return new Availability(false, reason, remedy);
    }
  }

  /// How good a finding is.
  enum Verdict {
    /// As it should be.
    GOOD,
    /// The backend runs, but not as well as it could.
    POOR,
    /// The backend cannot run because of this.
    MISSING
  }

  /// One thing that a backend needs or uses.
  ///
  /// @param subject what was looked at: `driver`
  /// @param detail what was found
  /// @param remedy what the user can do about it, in one line; empty if it is good
  record Finding(String subject, Verdict verdict, String detail, String remedy) {}

  /// What a device is opened with.
  ///
  /// @param index which device of the backend, counted from 0
  /// @param threads for backends that compute on the host, the number of threads; 0 for all
  ///   processors
  record DeviceOptions(int index, int threads) {
    public static final DeviceOptions DEFAULT = new DeviceOptions(0, 0);
  }
}
