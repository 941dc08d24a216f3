package io.scopegraph.op;

import java.util.Locale;
import java.util.StringJoiner;

/// Writes the program of an [ElementWise] op as nested calls.
final class ElementWisePrinter {
  private final ElementWise op;
  private final int[] readers;

  ElementWisePrinter(ElementWise op) {
    this.op = op;
    this.readers = new int[op.inputs() + op.steps().size()];
    op.steps().forEach(step -> step.operands().forEach(operand -> readers[operand]++));
  }

  String print() {
    StringJoiner text = new StringJoiner("; ");
    int last = op.steps().size() - 1;
    for (int step = 0; step < last; step++) {
      if (readers[op.result(step)] > 1) {
        text.add("t" + step + " = " + call(op.steps().get(step)));
      }
    }
    return text.add(call(op.steps().get(last))).toString();
  }

  private String operand(int number) {
    if (number < op.inputs()) {
      return "x" + number;
    }
    int step = number - op.inputs();
    return readers[number] > 1 ? "t" + step : call(op.steps().get(step));
  }

  private String call(ElementWise.Step step) {
    return switch (step) {
      case ElementWise.One(Unary unary, int x) -> {
        boolean plain = unary.a() == 0 && unary.b() == 0;
        String parameters = plain ? "" : ", " + unary.a() + ", " + unary.b();
        yield name(unary.function()) + "(" + operand(x) + parameters + ")";
      }
      case ElementWise.Two(BinaryFunction function, int x, int y) ->
          name(function) + "(" + operand(x) + ", " + operand(y) + ")";
    };
  }

  private static String name(Enum<?> function) {
    return function.name().toLowerCase(Locale.ROOT);
  }
}
