package io.scopegraph.examples.ocr;

import io.scopegraph.tensor.Tensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Reads text from the class probabilities per step, greedily: the best class of each step counts,
/// unless it is blank or the same as in the step before.
final class CtcDecoder {
  private final Alphabet alphabet;
  private final float[] step;

  CtcDecoder(Alphabet alphabet) {
    this.alphabet = alphabet;
    this.step = new float[alphabet.size()];
  }

  /// What a line says, and the mean probability of its characters; 0 if there are none.
  record Reading(String text, double confidence) {}

  /// Decodes line `index` of a `[N,T,classes]` batch.
  Reading decode(Tensor batch, int index) {
    int steps = Math.toIntExact(batch.shape().dim(1));
    if (batch.shape().dim(2) != step.length) {
      throw new IllegalArgumentException(
          "The recognition network gives %s, expected %d classes"
              .formatted(batch.shape(), step.length));
    }
    MemorySegment probabilities = batch.segment();
    long stepBytes = (long) step.length * Float.BYTES;
    int[] best = new int[steps];
    float[] probability = new float[steps];
    for (int t = 0; t < steps; t++) {
      long offset = ((long) index * steps + t) * stepBytes;
      MemorySegment.copy(
          probabilities, ValueLayout.JAVA_FLOAT_UNALIGNED, offset, step, 0, step.length);
      best[t] = indexOfLargest(step);
      probability[t] = step[best[t]];
    }
    return decode(best, probability);
  }

  /// Decodes the best class of each step and its probability.
  Reading decode(int[] best, float[] probability) {
    StringBuilder text = new StringBuilder();
    double sum = 0;
    int kept = 0;
    int previous = Alphabet.BLANK;
    for (int t = 0; t < best.length; t++) {
      if (best[t] != Alphabet.BLANK && best[t] != previous) {
        text.append(alphabet.character(best[t]));
        sum += probability[t];
        kept++;
      }
      previous = best[t];
    }
    return new Reading(text.toString().strip(), kept == 0 ? 0 : sum / kept);
  }

  private static int indexOfLargest(float[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      if (values[i] > values[best]) {
        best = i;
      }
    }
    return best;
  }
}
