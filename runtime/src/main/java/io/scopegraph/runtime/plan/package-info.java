/// Static memory planning: live ranges, placement in one arena, the plan that a user reads, and the
/// verifier that trusts none of it.
@NullMarked
package io.scopegraph.runtime.plan;

import org.jspecify.annotations.NullMarked;
