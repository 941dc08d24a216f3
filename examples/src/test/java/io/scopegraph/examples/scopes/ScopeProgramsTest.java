package io.scopegraph.examples.scopes;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.examples.Printed;
import org.junit.jupiter.api.Test;

/// The names that the programs print are those that TensorFlow prints.
class ScopeProgramsTest {
  @Test
  void convLayers() {
    assertThat(Printed.by(ConvLayers::print))
        .isEqualTo(
            """
            conv1/weights:0  from conv1/truncated_normal:0
            conv1/biases:0  from conv1/Const:0
            conv1/Conv2D:0
            conv1/conv1:0
            conv1/MaxPool:0
            conv2/weights:0  from conv2/truncated_normal:0
            conv2/biases:0  from conv2/Const:0
            conv2/Conv2D:0
            conv2/conv2:0
            conv2/MaxPool:0
            conv3/weights:0  from conv3/truncated_normal:0
            conv3/biases:0  from conv3/Const:0
            conv3/Conv2D:0
            conv3/conv3:0
            conv3/MaxPool:0
            """);
  }

  @Test
  void variableScopes() {
    assertThat(Printed.by(VariableScopes::print).replaceAll("\\.java:\\d+", ".java:LINE"))
        .isEqualTo(
            """
            foo/bar/v:0  foo/bar/add:0
            foo/bar/v:0  foo_1/bar/add:0
            auto/w:0  auto/w:0  same object: true
            VAR_EXISTS: Variable foo/bar/v already exists, disallowed. Did you mean to set reuse=True or reuse=tf.AUTO_REUSE in VarScope? Originally defined at: VariableScopes.java:LINE (in the variable scope "foo/bar") [VariableScopes.java:LINE]
            VAR_NOT_FOUND: Variable foo/bar/u does not exist, or was not created with tf.get_variable(). Did you mean to set reuse=tf.AUTO_REUSE in VarScope? (in the variable scope "foo/bar") [VariableScopes.java:LINE]
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

  @Test
  void sharedConv2d() {
    assertThat(Printed.by(SharedConv2d::print))
        .isEqualTo(
            """
            variable  tower/conv2d/kernel:0
            variable  tower/conv2d/bias:0
            result    tower/conv2d/Relu:0
            result    tower_1/conv2d/Relu:0
            """);
  }

  @Test
  void conv3x32() {
    assertThat(Printed.by(Conv3x32::print))
        .isEqualTo(
            """
            variable  conv3x32/conv2d/kernel:0
            variable  conv3x32/conv2d/bias:0
            result    conv3x32/conv2d/BiasAdd:0
            result    conv3x32_1/conv2d/BiasAdd:0
            """);
  }
}
