package io.scopegraph.op;

import com.google.common.collect.ImmutableList;
import io.scopegraph.tensor.TensorSpec;

/// Convolutions one after the other, each of the result of the one before: what they compute as
/// nodes of their own, without a name for what is between them. A device may compute it part by
/// part.
///
/// Inputs: x, and for each stage its filter and the inputs of its epilogue. Output: that of the
/// last stage. Each stage and its inputs satisfy the constraints of [Conv2D].
///
/// - C1: two stages or more, of one data format.
/// - C2: no stage but the last adds a residual.
/// - C3: as many inputs as the stages take.
///
/// Example: x (1, 5, 5, 3), a filter (1, 1, 3, 8), a filter (3, 3, 1, 8) in 8 groups and stride 2,
/// SAME, a filter (1, 1, 8, 4): output (1, 3, 3, 4).
public record ConvChain(ImmutableList<Conv2D> stages) implements Op {
  private static final String TYPE = "ConvChain";

  public ConvChain {
    InvalidOpException.checkAttribute(
        stages.size() > 1, TYPE, "C1", "needs two stages, found %d", stages.size());
    for (int stage = 0; stage < stages.size(); stage++) {
      Conv2D conv = stages.get(stage);
      InvalidOpException.checkAttribute(
          conv.format() == stages.getFirst().format(),
          TYPE,
          "C1",
          "stage %d is %s, the first one %s",
          stage,
          conv.format(),
          stages.getFirst().format());
      InvalidOpException.checkAttribute(
          !conv.epilogue().residual() || stage == stages.size() - 1,
          TYPE,
          "C2",
          "stage %d of %d adds a residual",
          stage,
          stages.size());
    }
  }

  /// The number of the input that is a stage's filter; the inputs of its epilogue follow.
  public int filter(int stage) {
    int first = 1;
    for (int before = 0; before < stage; before++) {
      first += 1 + stages.get(before).epilogue().inputs();
    }
    return first;
  }

  /// The number of all inputs.
  public int inputs() {
    return filter(stages.size());
  }

  @Override
  public String type() {
    return TYPE;
  }

  @Override
  public ImmutableList<TensorSpec> infer(Inference inference) {
    inference.checkCount("C3", inputs(), inputs());
    return ImmutableList.of(stageSpecs(inference).getLast());
  }

  /// The specs of what the stages give, the last one being the output's.
  ///
  /// @throws InvalidOpException if a stage does not take its inputs
  public ImmutableList<TensorSpec> stageSpecs(Inference inference) {
    ImmutableList.Builder<TensorSpec> specs = ImmutableList.builder();
    Inference.Operand x = inference.operand(0);
    for (int stage = 0; stage < stages.size(); stage++) {
      Conv2D conv = stages.get(stage);
      ImmutableList.Builder<Inference.Operand> operands = ImmutableList.builder();
      operands.add(x);
      for (int input = filter(stage); input < filter(stage + 1); input++) {
        operands.add(inference.operand(input));
      }
      TensorSpec spec = conv.infer(inference.part(conv, operands.build())).getFirst();
      specs.add(spec);
      x = Inference.Operand.of(spec);
    }
    return specs.build();
  }
}
