/// What a backend provides. The runtime finds backends by `ServiceLoader` and never names one.
@NullMarked
package io.scopegraph.runtime.spi;

import org.jspecify.annotations.NullMarked;
