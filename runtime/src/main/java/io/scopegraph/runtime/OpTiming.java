package io.scopegraph.runtime;

/// How long one op takes.
///
/// @param node the node's name
/// @param type the op's type
/// @param algorithm what the device runs for it
/// @param nanos summed over all runs
public record OpTiming(String node, String type, String algorithm, long nanos) {}
