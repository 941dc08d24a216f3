/// Programs written with scopes, and the names that they give.
@NullMarked
package io.scopegraph.scopes;

import org.jspecify.annotations.NullMarked;
