package io.scopegraph.cpu.vector;

import io.scopegraph.cpu.kernel.FloatKernels;
import io.scopegraph.cpu.kernel.KernelProvider;
import io.scopegraph.cpu.scalar.ScalarKernelProvider;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import jdk.incubator.vector.FloatVector;
import org.jspecify.annotations.Nullable;

/// Every implementation of the kernels, side by side in one JVM: the scalar one, and the one on the
/// Vector API once for each width that the processor has.
public final class AllKernels {
  private static final String WIDTH = "scopegraph.cpu.vectorBits";
  private static final List<FloatKernels> ALL = load();

  private AllKernels() {}

  /// The kernels; the first are the scalar ones.
  public static List<FloatKernels> all() {
    return ALL;
  }

  private static List<FloatKernels> load() {
    List<FloatKernels> all = new ArrayList<>();
    all.add(new ScalarKernelProvider().create());
    for (int bits : new int[] {128, 256, 512}) {
      if (bits <= FloatVector.SPECIES_PREFERRED.vectorBitSize()) {
        all.add(ofWidth(bits));
      } else {
        System.out.println(
            "kernels of " + bits + " bits left out: wider than the processor's vectors");
      }
    }
    return List.copyOf(all);
  }

  private static FloatKernels ofWidth(int bits) {
    String before = System.getProperty(WIDTH);
    System.setProperty(WIDTH, Integer.toString(bits));
    try {
      Class<?> provider = new OwnCopy().loadClass(VectorKernelProvider.class.getName());
      FloatKernels kernels =
          ((KernelProvider) provider.getDeclaredConstructor().newInstance()).create();
      // The width is read when the first method needs it.
      if (!kernels.name().contains(Integer.toString(bits))) {
        throw new IllegalStateException("asked for " + bits + " bits, got " + kernels.name());
      }
      return kernels;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    } finally {
      restore(before);
    }
  }

  private static void restore(@Nullable String before) {
    if (before == null) {
      System.clearProperty(WIDTH);
    } else {
      System.setProperty(WIDTH, before);
    }
  }

  /// Loads a copy of this package's classes, whose constants are then computed anew.
  private static final class OwnCopy extends ClassLoader {
    OwnCopy() {
      super(AllKernels.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith(AllKernels.class.getPackageName() + ".")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? define(name) : loaded;
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
