package io.scopegraph.cuda.driver;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.JCudaDriver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The kernels of a device, compiled when they are first wanted. Safe for use by any thread that
/// has entered the context.
public final class KernelLibrary implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(KernelLibrary.class);

  private final Context context;
  private final Compiler compiler;
  private final ImageCache cache;
  private final Map<KernelSource, CUmodule> modules = new HashMap<>();
  private final Map<String, KernelSource> themes = new HashMap<>();

  public KernelLibrary(Context context, Compiler compiler, ImageCache cache) {
    this.context = context;
    this.compiler = compiler;
    this.cache = cache;
  }

  /// A kernel of one of the project's files.
  ///
  /// @param theme the file's name without its suffix
  /// @throws CudaException if the file does not compile or has no such kernel
  public CUfunction function(String theme, String kernel) {
    KernelSource source;
    synchronized (this) {
      source = themes.computeIfAbsent(theme, KernelSource::of);
    }
    return function(source, kernel);
  }

  /// A kernel of a source.
  ///
  /// @throws CudaException if the source does not compile or has no such kernel
  public synchronized CUfunction function(KernelSource source, String kernel) {
    CUmodule module = modules.get(source);
    if (module == null) {
      module = load(source);
      modules.put(source, module);
    }
    CUfunction function = new CUfunction();
    int status = JCudaDriver.cuModuleGetFunction(function, module, kernel);
    Check.driver("cuModuleGetFunction of %s in %s".formatted(kernel, source.name()), status);
    return function;
  }

  private CUmodule load(KernelSource source) {
    Optional<Path> file = cache.file(source.name(), source.text(), compiler);
    Optional<byte[]> kept = file.flatMap(ImageCache::read);
    if (kept.isPresent()) {
      try {
        return load(kept.get());
      } catch (CudaException e) {
        LOGGER.info("{} is compiled again: {}", file.get(), e.getMessage());
        ImageCache.remove(file.get());
      }
    }
    long start = System.nanoTime();
    byte[] image = compiler.compile(source.name(), source.text());
    LOGGER.debug(
        "Compiled {} for {} in {} ms",
        source.name(),
        compiler.architecture().target(),
        (System.nanoTime() - start) / 1_000_000);
    CUmodule module = load(image);
    file.ifPresent(target -> ImageCache.write(target, image));
    return module;
  }

  private static CUmodule load(byte[] image) {
    CUmodule module = new CUmodule();
    Check.driver("cuModuleLoadData", JCudaDriver.cuModuleLoadData(module, image));
    return module;
  }

  @Override
  public synchronized void close() {
    if (context.enterToClose()) {
      modules.values().forEach(JCudaDriver::cuModuleUnload);
    }
    modules.clear();
  }
}
