package io.scopegraph.cpu.kernel;

import java.util.Optional;

/// One implementation of [FloatKernels], found by `ServiceLoader`. A provider can be loaded and
/// asked on any JVM.
public interface KernelProvider {
  /// The word that the system property `scopegraph.cpu.kernels` names it by.
  String name();

  /// Why this JVM cannot run it and what to do about that, in one sentence; empty if it can.
  Optional<String> obstacle();

  /// The kernels.
  ///
  /// @throws IllegalStateException if there is an [#obstacle]
  FloatKernels create();
}
