package io.scopegraph.integration.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.scopegraph.integration.image.Dockerfile.Instruction;
import io.scopegraph.integration.image.SourceTree.Outcome;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DockerfileTest {
  private static final String[] IMAGES = {"cpu", "cuda"};

  @Test
  void keepsTheRules() throws IOException {
    assertThat(DockerfileRules.violations(SourceTree.text("Dockerfile"), IMAGES)).isEmpty();
  }

  @Test
  void theImageForGpusIsTheOneThatIsBuiltByDefault() throws IOException {
    Dockerfile file = Dockerfile.parse(SourceTree.text("Dockerfile"));
    assertThat(file.stages().getLast().name()).isEqualTo("cuda");
    assertThat(file.stages().getLast().base())
        .isEqualTo("nvidia/cuda:12.6.3-cudnn-runtime-ubuntu24.04");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          FROM ubuntu:24.04 AS cpu      | FROM ubuntu:latest AS cpu        | is not pinned
          FROM ubuntu:24.04 AS cpu      | FROM ubuntu AS cpu               | is not pinned
          COPY --from=build /image/cuda | COPY --from=builder /image/cuda  | no earlier stage builder
          COPY . .                      | ADD . .                          | ADD
          USER 10001:10001              | USER root                        | does not end as a user
          USER 10001:10001              | USER 0                           | does not end as a user
          WORKDIR /work                 | WORKDIR work                     | WORKDIR is relative
          --no-install-recommends       | --quiet                          | --no-install-recommends
          rm -rf /var/lib/apt/lists/*   | true                             | without rm -rf
          CMD ["doctor"]                | CMD doctor                       | CMD is run by a shell
          CMD ["/opt                    | CMD /opt                         | HEALTHCHECK is run by a shell
          .licenses=                    | .license=                        | no label licenses
          /ubuntu:24.04"                | /ubuntu:22.04"                   | base.name
          """)
  void findsWhatBreaksARule(String good, String bad, String violation) throws IOException {
    String text = SourceTree.text("Dockerfile");
    assertThat(text).contains(good);
    assertThat(DockerfileRules.violations(text.replace(good, bad), IMAGES))
        .isNotEmpty()
        .anyMatch(found -> found.contains(violation));
  }

  @Test
  void whatIsCopiedExists() throws IOException {
    String script = SourceTree.text("docker/build-runtime.sh");
    for (Dockerfile.Stage stage : Dockerfile.parse(SourceTree.text("Dockerfile")).stages()) {
      for (Instruction copy : stage.all("COPY")) {
        List<String> words = copy.words();
        if (words.getFirst().startsWith("--from=build")) {
          assertThat(words.get(1)).startsWith("/image/");
          assertThat(script).contains("$output/" + words.get(1).substring("/image/".length()));
        } else {
          assertThat(SourceTree.file(words.getFirst())).exists();
        }
      }
    }
  }

  @Test
  void composeBuildsStagesOfTheDockerfile() throws IOException {
    String compose = SourceTree.text("compose.yaml");
    List<String> targets =
        Pattern.compile("target: (\\w+)")
            .matcher(compose)
            .results()
            .map(result -> result.group(1))
            .toList();
    assertThat(targets).containsExactlyInAnyOrder(IMAGES);
    assertThat(compose).contains("read_only: true", "driver: nvidia", "capabilities: [gpu]");
    Matcher volume = Pattern.compile("kernels:(/\\S+)").matcher(compose);
    assertThat(volume.find()).isTrue();
    assertThat(SourceTree.text("Dockerfile"))
        .contains("VOLUME [\"" + volume.group(1) + "\"]")
        .contains("-Dscopegraph.cuda.cache=" + volume.group(1) + "/");
  }

  @Test
  void theBuildFailsIfTheBaseLacksALibraryOfCuda() throws IOException, InterruptedException {
    String all =
        """
        99 libs found in cache `/etc/ld.so.cache'
        \tlibnvrtc.so.12 (libc6,x86-64) => /usr/local/cuda/lib64/libnvrtc.so.12
        \tlibcublasLt.so.12 (libc6,x86-64) => /usr/local/cuda/lib64/libcublasLt.so.12
        \tlibcublas.so.12 (libc6,x86-64) => /usr/local/cuda/lib64/libcublas.so.12
        \tlibcudnn.so.9 (libc6,x86-64) => /lib/x86_64-linux-gnu/libcudnn.so.9
        """;
    assertThat(checkCuda(all).code()).isZero();
    Outcome without = checkCuda(all.replace("libcudnn.so.9 ", "libcudnn.so.8 "));
    assertThat(without.code()).isEqualTo(1);
    assertThat(without.output()).contains("does not know libcudnn.so.9;");
  }

  private static Outcome checkCuda(String linkerCache) throws IOException, InterruptedException {
    return SourceTree.run(
        Map.of("LINKER_CACHE", linkerCache),
        List.of(SourceTree.file("docker/check-cuda.sh").toString()));
  }
}
