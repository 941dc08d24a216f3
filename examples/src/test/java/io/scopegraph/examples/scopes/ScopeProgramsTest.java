package io.scopegraph.examples.scopes;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.examples.Printed;
import org.junit.jupiter.api.Test;

/// The names that the programs print are those that TensorFlow prints.
class ScopeProgramsTest {
  @Test
  void variableScopes() {
    assertThat(Printed.by(VariableScopes::print).replaceAll("\\.java:\\d+", ".java:LINE"))
        .isEqualTo(
            """
            foo/bar/v:0  foo/bar/add:0
            foo/bar/v:0  foo_1/bar/add:0
            auto/w:0  auto/w:0  same object: true
            VAR_EXISTS: Variable foo/bar/v already exists, disallowed. Did you mean to set reuse=True or reuse=tf.AUTO_REUSE in VarScope? Originally defined at: VariableScopes.java:LINE [VariableScopes.java:LINE]
            VAR_NOT_FOUND: Variable foo/bar/u does not exist, or was not created with tf.get_variable(). Did you mean to set reuse=tf.AUTO_REUSE in VarScope? [VariableScopes.java:LINE]
            """);
  }

  @Test
  void reuseVariables() {
    assertThat(Printed.by(ReuseVariables::print))
        .isEqualTo(
            """
            variable  image_filters/conv1/weights:0
            variable  image_filters/conv1/biases:0
            variable  image_filters/conv2/weights:0
            variable  image_filters/conv2/biases:0
            result    image_filters/conv2/Relu:0
            result    image_filters/conv2_1/Relu:0
            """);
  }
}
