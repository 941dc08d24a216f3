package io.scopegraph.runtime.plan;

import static com.google.common.collect.ImmutableList.toImmutableList;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.ImmutableLongArray;
import java.util.List;

/// One placement for all batch sizes. Requests whose size grows with the batch are placed once, for
/// a batch of one with sizes rounded up to the alignment; for a batch of `b`, sizes and offsets are
/// `b` times as large, and as good. Requests of constant size lie above them, in a zone of their
/// own.
public final class BatchPlacement {
  private final ImmutableList<BufferRequest> perSample;
  private final ImmutableList<BufferRequest> constant;
  private final Solution samples;
  private final Solution constants;

  private BatchPlacement(
      ImmutableList<BufferRequest> perSample,
      ImmutableList<BufferRequest> constant,
      Solution samples,
      Solution constants) {
    this.perSample = perSample;
    this.constant = constant;
    this.samples = samples;
    this.constants = constants;
  }

  /// Places both kinds of requests.
  ///
  /// @param perSample requests with the size that one sample needs
  /// @param constant requests whose size does not depend on the batch
  /// @param budget for each of the two searches
  /// @throws ArithmeticException if the sizes do not add up within 63 bits
  public static BatchPlacement plan(
      List<BufferRequest> perSample, List<BufferRequest> constant, Budget budget) {
    ImmutableList<BufferRequest> rounded =
        perSample.stream()
            .map(request -> withSize(request, Alignment.up(request.size(), request.alignment())))
            .collect(toImmutableList());
    return new BatchPlacement(
        rounded,
        ImmutableList.copyOf(constant),
        ExactPlanner.solve(rounded, budget),
        ExactPlanner.solve(constant, budget));
  }

  private static BufferRequest withSize(BufferRequest request, long size) {
    return new BufferRequest(
        request.id(), request.lower(), request.upper(), size, request.alignment());
  }

  /// What is known of the zone that grows; it holds for every batch size.
  public Certificate perSampleCertificate() {
    return samples.certificate();
  }

  /// The requests for a batch: those that grow, then the constant ones, each in their order.
  ///
  /// @param batch from 1
  /// @throws ArithmeticException if a size exceeds 63 bits
  public ImmutableList<BufferRequest> requests(long batch) {
    ImmutableList.Builder<BufferRequest> requests = ImmutableList.builder();
    for (BufferRequest request : perSample) {
      requests.add(withSize(request, Math.multiplyExact(request.size(), checked(batch))));
    }
    return requests.addAll(constant).build();
  }

  /// Where [#requests] lie.
  ///
  /// @param batch from 1
  /// @throws ArithmeticException if an offset exceeds 63 bits
  public Placement placement(long batch) {
    long zone = zone(batch);
    ImmutableLongArray.Builder offsets =
        ImmutableLongArray.builder(perSample.size() + constant.size());
    samples.placement().offsets().forEach(offset -> offsets.add(offset * batch));
    for (int i = 0; i < constant.size(); i++) {
      boolean empty = constant.get(i).size() == 0;
      offsets.add(empty ? 0 : Math.addExact(zone, constants.placement().offsets().get(i)));
    }
    return new Placement(offsets.build(), arenaSize(batch));
  }

  /// The arena for a batch, in bytes.
  ///
  /// @param batch from 1
  /// @throws ArithmeticException if it exceeds 63 bits
  public long arenaSize(long batch) {
    long constantSize = constants.placement().arenaSize();
    return constantSize == 0
        ? Math.multiplyExact(samples.placement().arenaSize(), checked(batch))
        : Math.addExact(zone(batch), constantSize);
  }

  /// Where the constant requests begin: above all that grows, at a multiple of their alignments.
  private long zone(long batch) {
    long samplesSize = Math.multiplyExact(samples.placement().arenaSize(), checked(batch));
    long alignment =
        constant.stream().mapToLong(BufferRequest::alignment).reduce(1, Alignment::common);
    return Alignment.up(samplesSize, alignment);
  }

  private static long checked(long batch) {
    if (batch < 1) {
      throw new IllegalArgumentException("A batch of %d is not planned".formatted(batch));
    }
    return batch;
  }
}
