package io.scopegraph.runtime.plan;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import java.util.Comparator;
import java.util.List;

/// The first moment at which most bytes are live.
///
/// @param moment when; 0 if there are no buffers
/// @param bytes the sum of the sizes that are live then: no placement is smaller
/// @param buffers what is live then, the greatest first
public record LivePeak(long moment, long bytes, ImmutableList<BufferRequest> buffers) {
  private static final int LISTED = 8;

  /// The peak of some requests.
  ///
  /// @throws ArithmeticException if the sizes do not add up within 63 bits
  public static LivePeak of(List<BufferRequest> requests) {
    LiveProfile profile = new LiveProfile(requests);
    long moment = profile.peakTime();
    return new LivePeak(
        moment,
        profile.peak(),
        requests.stream()
            .filter(request -> request.size() > 0)
            .filter(request -> request.lower() <= moment && moment < request.upper())
            .sorted(Comparator.comparingLong(BufferRequest::size).reversed())
            .collect(toImmutableList()));
  }

  /// Whether a live range includes the moment.
  public boolean includes(long lower, long upper) {
    return lower <= moment && moment < upper;
  }

  /// For example `at moment 7, 2 buffers of together 12 B are live: a (8 B), b (4 B)`.
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(
        "at moment %d, %d buffers of together %d B are live: "
            .formatted(moment, buffers.size(), bytes));
    for (int i = 0; i < Math.min(LISTED, buffers.size()); i++) {
      text.append(i == 0 ? "" : ", ");
      text.append("%s (%d B)".formatted(buffers.get(i).id(), buffers.get(i).size()));
    }
    if (buffers.size() > LISTED) {
      text.append(" and %d more".formatted(buffers.size() - LISTED));
    }
    return text.toString();
  }
}
