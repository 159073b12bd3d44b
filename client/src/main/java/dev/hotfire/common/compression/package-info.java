/** How bodies are compressed, under the official client's names. */
@NullMarked
package dev.hotfire.common.compression;

import org.jspecify.annotations.NullMarked;
