package io.scopegraph.cpu.pool;

/// Fields that nobody reads, ahead of those of a subclass: they keep what two objects' threads
/// write out of one cache line and out of the neighbour that is fetched with it.
abstract class Spacing {
  /// Longs in 256 bytes.
  static final int LONGS = 32;

  long s00;
  long s01;
  long s02;
  long s03;
  long s04;
  long s05;
  long s06;
  long s07;
  long s08;
  long s09;
  long s10;
  long s11;
  long s12;
  long s13;
  long s14;
  long s15;
}
