package io.scopegraph.builder;

import com.google.common.collect.ImmutableList;
import io.scopegraph.graph.Value;
import io.scopegraph.op.InitialValue;
import io.scopegraph.op.SourceLine;
import io.scopegraph.tensor.TensorSpec;
import org.jspecify.annotations.Nullable;

/// One op of a graph under construction.
///
/// Some ops are there for their names alone: TensorFlow has ops that fill variables, such as
/// `v/Assign` and `v/Initializer/zeros`, where here the variable itself knows its first value. They
/// can be looked up. Those that give a value become constants of the graph as soon as an op or a
/// fetch reads them, else the built graph does not have them.
///
/// @param name the full name
/// @param source the line of user code that made it, if it is known
/// @param first the first output in the built graph; null if the op is there for its name
/// @param content the value of an op that is there for its name, if it gives one
public record Operation(
    String name,
    String type,
    ImmutableList<TensorSpec> outputs,
    @Nullable SourceLine source,
    @Nullable Value first,
    @Nullable InitialValue content)
    implements Named {
  @Override
  public String toString() {
    return type + " \"" + name + "\"";
  }
}
