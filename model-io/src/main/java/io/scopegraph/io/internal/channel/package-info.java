/// How memory gets into files of any format. Not part of the API.
@NullMarked
package io.scopegraph.io.internal.channel;

import org.jspecify.annotations.NullMarked;
