package io.scopegraph.cuda.driver;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The context of a device with its compiled kernels, once in a process however often the device is
/// opened: making a context takes long and some hundred megabytes.
public final class SharedContext implements AutoCloseable {
  private static final Map<Integer, SharedContext> OPEN = new HashMap<>();

  private final Context context;
  private final Stream transfers;
  private final KernelLibrary kernels;
  private int users;

  private SharedContext(Context context, Stream transfers, KernelLibrary kernels) {
    this.context = context;
    this.transfers = transfers;
    this.kernels = kernels;
  }

  /// Opens the device of a number, which every opener closes once.
  ///
  /// @throws CudaException if there is no such device, or it fails
  public static SharedContext open(int index) {
    synchronized (OPEN) {
      SharedContext shared = OPEN.get(index);
      if (shared == null) {
        shared = make(index);
        OPEN.put(index, shared);
      }
      shared.context.enter();
      shared.users++;
      return shared;
    }
  }

  private static SharedContext make(int index) {
    Context context = Context.open(index);
    @Nullable Stream transfers = null;
    try {
      context.enter();
      transfers = new Stream(context);
      Compiler compiler = new Compiler(Architecture.of(context.architecture()));
      return new SharedContext(
          context, transfers, new KernelLibrary(context, compiler, ImageCache.open()));
    } catch (CudaException e) {
      if (transfers != null) {
        transfers.close();
      }
      context.close();
      throw e;
    }
  }

  public Context context() {
    return context;
  }

  /// The stream for copies to and from blocks of memory, whose lock is its own.
  public Stream transfers() {
    return transfers;
  }

  public KernelLibrary kernels() {
    return kernels;
  }

  /// The last one to close it gives the context back.
  @Override
  public void close() {
    synchronized (OPEN) {
      users--;
      if (users > 0) {
        return;
      }
      OPEN.remove(context.index(), this);
      kernels.close();
      transfers.close();
      context.close();
    }
  }
}
