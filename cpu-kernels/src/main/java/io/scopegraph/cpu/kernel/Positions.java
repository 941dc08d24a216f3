package io.scopegraph.cpu.kernel;

/// Where some output pixels are and where their walks lead: a table that is filled anew for every
/// piece of work. Not for use by two threads at a time.
public final class Positions {
  private static final Stock<Positions> STOCK = new Stock<>(Positions::new);

  private int[] places = new int[0];
  private int[] outs = new int[0];
  private int pitch;
  private int pixels;

  /// An empty table, to be given back by [#release].
  public static Positions take() {
    return STOCK.take();
  }

  /// Gives the table back.
  public void release() {
    STOCK.give(this);
  }

  /// Empties the table and makes room.
  ///
  /// @param taps runs of each pixel
  /// @param most the greatest number of pixels
  public void reset(int taps, int most) {
    pixels = 0;
    pitch = most;
    if (places.length < taps * most) {
      places = new int[taps * most];
    }
    if (outs.length < most) {
      outs = new int[most];
    }
  }

  /// Adds pixels that lie evenly, each of one run.
  ///
  /// @param count how many
  /// @param in the index of the input at which the first one's run starts
  /// @param inStep from there to the next one's
  /// @param out the index of the first one's output
  /// @param outStep from there to the next one's
  public void add(int count, int in, int inStep, int out, int outStep) {
    fill(0, count, in, inStep);
    append(count, out, outStep);
  }

  /// Sets the places of one run for the next `count` pixels, before they are appended.
  void fill(int tap, int count, int in, int inStep) {
    int at = tap * pitch + pixels;
    for (int pixel = 0; pixel < count; pixel++) {
      places[at + pixel] = in + pixel * inStep;
    }
  }

  /// As [#fill], for the pixels from `from` to below `to` of those to be appended; all others of
  /// the `count` read from `zeros`.
  void fill(int tap, int count, int from, int to, int in, int inStep, int zeros) {
    int at = tap * pitch + pixels;
    for (int pixel = 0; pixel < from; pixel++) {
      places[at + pixel] = zeros;
    }
    for (int pixel = from; pixel < to; pixel++) {
      places[at + pixel] = in + pixel * inStep;
    }
    for (int pixel = to; pixel < count; pixel++) {
      places[at + pixel] = zeros;
    }
  }

  /// Appends `count` pixels whose places have been filled.
  void append(int count, int out, int outStep) {
    for (int pixel = 0; pixel < count; pixel++) {
      outs[pixels + pixel] = out + pixel * outStep;
    }
    pixels += count;
  }

  /// For run `t` of pixel `p` at `t * pitch + p`, the index of the input at which it starts.
  public int[] places() {
    return places;
  }

  /// For each pixel, the index of its first output channel.
  public int[] outs() {
    return outs;
  }

  /// From one run's places to the next one's.
  public int pitch() {
    return pitch;
  }

  /// How many pixels.
  public int pixels() {
    return pixels;
  }
}
