package io.scopegraph.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.examples.Example;
import io.scopegraph.examples.ExampleGraphs;
import org.junit.jupiter.api.Test;

class ExampleCommandTest {
  @Test
  void listsTheExamples() {
    String list = Outcome.of("example").succeeds().out();
    assertThat(list).hasLineCount(ExampleGraphs.all().size());
    for (Example example : ExampleGraphs.all().values()) {
      assertThat(list.lines())
          .anyMatch(line ->
              line.startsWith(example.name() + " ") && line.endsWith(example.description()));
    }
  }

  @Test
  void runsAnExample() {
    assertThat(Outcome.of("example", "reuse-variables").succeeds().out())
        .contains("variable  image_filters/conv1/weights:0")
        .contains("result    image_filters/conv2_1/Relu:0");
  }

  @Test
  void unknownExample() {
    Outcome.of("example", "reuse").failsWith(2, "\"reuse\"", "reuse-variables");
  }

  @Test
  void argumentOfAnExampleWithoutArguments() {
    Outcome.of("example", "reuse-variables", "cat.jpg").failsWith(2, "cat.jpg");
  }
}
