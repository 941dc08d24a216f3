package io.scopegraph.cli;

import io.scopegraph.examples.picture.PictureFormatException;
import io.scopegraph.graph.InvalidGraphException;
import io.scopegraph.io.ModelFormatException;
import io.scopegraph.op.InvalidOpException;
import io.scopegraph.op.UnsupportedOpException;
import io.scopegraph.runtime.MemoryBudgetException;
import io.scopegraph.runtime.plan.PlannerFormatException;
import io.scopegraph.runtime.spi.DeviceException;
import io.scopegraph.weights.WeightMismatchException;

/// The exit codes, as documented by `--help`.
enum ExitCode {
  SUCCESS(0),
  INTERNAL(1),
  USAGE(2),
  BUDGET(3),
  MODEL(4),
  FILE(5),
  DEVICE(6),
  OTHER_DEVICE(7);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }

  static ExitCode of(Throwable error) {
    return switch (error) {
      case MemoryBudgetException _ -> BUDGET;
      case CapacityException _ -> BUDGET;
      case ModelFormatException _ -> MODEL;
      case UnsupportedOpException _ -> MODEL;
      case WeightMismatchException _ -> MODEL;
      case DeviceException _ -> DEVICE;
      case FileException _ -> FILE;
      case PlannerFormatException _ -> FILE;
      case PictureFormatException _ -> FILE;
      case InvalidOpException _ -> USAGE;
      case InvalidGraphException _ -> USAGE;
      case IllegalArgumentException _ -> USAGE;
      default -> INTERNAL;
    };
  }
}
