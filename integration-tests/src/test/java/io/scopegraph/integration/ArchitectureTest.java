package io.scopegraph.integration;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.RandomAccessFile;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.stream.Stream;

/// The module table as rules: what each module never sees, and what no module does. A rule that
/// matches no class fails, so a renamed package cannot switch one off.
@AnalyzeClasses(packages = "io.scopegraph", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  private static final String[] SCOPE_API = {
    "io.scopegraph.tensor..",
    "io.scopegraph.op..",
    "io.scopegraph.graph..",
    "io.scopegraph.builder..",
    "io.scopegraph.layers.."
  };
  private static final String RUNTIME = "io.scopegraph.runtime..";
  private static final String CPU_KERNELS = "io.scopegraph.cpu..";
  private static final String CUDA_KERNELS = "io.scopegraph.cuda..";
  private static final String CUDA_EMULATOR = "io.scopegraph.emulator..";
  private static final String[] MODEL_IO = {
    "io.scopegraph.io..",
    "io.scopegraph.onnx..",
    "io.scopegraph.tensorboard..",
    "io.scopegraph.tensorflow..",
    "io.scopegraph.weights.."
  };
  private static final String GRAPH_DRAWING = "io.scopegraph.drawing..";
  private static final String PLAN_DRAWING = "io.scopegraph.drawing.plan..";
  private static final String EXAMPLES = "io.scopegraph.examples..";
  private static final String CLI = "io.scopegraph.cli..";

  private static final String JCUDA = "jcuda..";
  private static final String VECTOR_API = "jdk.incubator..";
  private static final String PROTOBUF = "com.google.protobuf..";
  private static final String LAYOUT_KERNEL = "org.eclipse..";

  private static final DescribedPredicate<JavaClass> FILES =
      resideInAnyPackage("java.nio.file..", "java.nio.channels..")
          .or(type(File.class))
          .or(type(FileInputStream.class))
          .or(type(FileOutputStream.class))
          .or(type(RandomAccessFile.class))
          .as("files");

  private static final DescribedPredicate<JavaClass> THREAD_POOLS =
      type(Executors.class)
          .or(type(CompletableFuture.class))
          .or(JavaClass.Predicates.assignableTo(Executor.class))
          .or(JavaClass.Predicates.assignableTo(Thread.class))
          .as("threads and their pools");

  @ArchTest
  static final ArchRule scopeApiSeesNoOtherModule =
      classes()
          .that()
          .resideInAnyPackage(SCOPE_API)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(SCOPE_API)
                  .or(
                      resideInAnyPackage(
                          "java..",
                          "com.google.common..",
                          "com.google.errorprone..",
                          "org.jspecify..")));

  @ArchTest
  static final ArchRule scopeApiSeesNoFile =
      noClasses().that().resideInAnyPackage(SCOPE_API).should().dependOnClassesThat(FILES);

  @ArchTest
  static final ArchRule scopeApiSeesNoThreadPool =
      noClasses().that().resideInAnyPackage(SCOPE_API).should().dependOnClassesThat(THREAD_POOLS);

  @ArchTest
  static final ArchRule runtimeSeesNoBackendAndNoFileFormat =
      noClasses()
          .that()
          .resideInAPackage(RUNTIME)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(
                      CPU_KERNELS, CUDA_KERNELS, EXAMPLES, CLI, JCUDA, VECTOR_API, PROTOBUF)
                  .or(resideInAnyPackage(MODEL_IO)));

  @ArchTest
  static final ArchRule cpuKernelsSeeNoCudaAndNoFileFormat =
      noClasses()
          .that()
          .resideInAPackage(CPU_KERNELS)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(CUDA_KERNELS, EXAMPLES, CLI, JCUDA, PROTOBUF)
                  .or(resideInAnyPackage(MODEL_IO)));

  @ArchTest
  static final ArchRule cudaKernelsSeeNoOtherBackendAndNoFileFormat =
      noClasses()
          .that()
          .resideInAPackage(CUDA_KERNELS)
          .should()
          .dependOnClassesThat(
              resideInAnyPackage(CPU_KERNELS, EXAMPLES, CLI, VECTOR_API, PROTOBUF)
                  .or(resideInAnyPackage(MODEL_IO)));

  @ArchTest
  static final ArchRule cudaEmulatorIsSeenByTestsOnly =
      noClasses()
          .that()
          .resideOutsideOfPackage(CUDA_EMULATOR)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(CUDA_EMULATOR);

  @ArchTest
  static final ArchRule modelIoSeesNoRuntimeAndNoBackend =
      noClasses()
          .that()
          .resideInAnyPackage(MODEL_IO)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(RUNTIME, CPU_KERNELS, CUDA_KERNELS, EXAMPLES, CLI, JCUDA, VECTOR_API);

  @ArchTest
  static final ArchRule graphDrawingSeesOnlyScopeApiAndTheLayoutKernel =
      classes()
          .that()
          .resideInAPackage(GRAPH_DRAWING)
          .and()
          .resideOutsideOfPackage(PLAN_DRAWING)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(SCOPE_API)
                  .or(
                      resideInAnyPackage(
                          GRAPH_DRAWING,
                          LAYOUT_KERNEL,
                          "java..",
                          "com.google.common..",
                          "com.google.errorprone..",
                          "org.jspecify..")));

  @ArchTest
  static final ArchRule planDrawingSeesOnlyScopeApiAndTheRuntime =
      classes()
          .that()
          .resideInAPackage(PLAN_DRAWING)
          .should()
          .onlyDependOnClassesThat(
              resideInAnyPackage(SCOPE_API)
                  .or(
                      resideInAnyPackage(
                          GRAPH_DRAWING,
                          RUNTIME,
                          "java..",
                          "com.google.common..",
                          "com.google.errorprone..",
                          "org.jspecify..")));

  @ArchTest
  static final ArchRule layoutKernelIsSeenByGraphDrawingOnly =
      noClasses()
          .that()
          .resideOutsideOfPackage(GRAPH_DRAWING)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(LAYOUT_KERNEL);

  @ArchTest
  static final ArchRule graphDrawingWritesNoFile =
      noClasses().that().resideInAPackage(GRAPH_DRAWING).should().dependOnClassesThat(FILES);

  @ArchTest
  static final ArchRule examplesUseOnlyThePublicApi =
      noClasses()
          .that()
          .resideInAPackage(EXAMPLES)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(CPU_KERNELS, CUDA_KERNELS, CLI, "..internal..", "..spi..");

  @ArchTest
  static final ArchRule vectorApiIsSeenByCpuKernelsOnly =
      noClasses()
          .that()
          .resideOutsideOfPackage(CPU_KERNELS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(VECTOR_API);

  @ArchTest
  static final ArchRule jcudaIsSeenByCudaKernelsOnly =
      noClasses()
          .that()
          .resideOutsideOfPackage(CUDA_KERNELS)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(JCUDA);

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("io.scopegraph.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule namesSayWhatAClassIs =
      noClasses()
          .should()
          .haveSimpleNameEndingWith("Util")
          .orShould()
          .haveSimpleNameEndingWith("Utils")
          .orShould()
          .haveSimpleNameEndingWith("Helper")
          .orShould()
          .haveSimpleNameEndingWith("Impl")
          .orShould()
          .haveSimpleNameEndingWith("Manager")
          .orShould()
          .haveSimpleNameStartingWith("Abstract");

  @ArchTest
  static void everyClassBelongsToAModule(JavaClasses classes) {
    String[] modules =
        Stream.of(
                Stream.of(SCOPE_API),
                Stream.of(MODEL_IO),
                Stream.of(RUNTIME, CPU_KERNELS, CUDA_KERNELS, CUDA_EMULATOR),
                Stream.of(GRAPH_DRAWING, EXAMPLES, CLI),
                Stream.of("io.scopegraph.integration.."))
            .flatMap(names -> names)
            .toArray(String[]::new);
    assertThat(classes.that(DescribedPredicate.not(resideInAnyPackage(modules)))).isEmpty();
  }
}
