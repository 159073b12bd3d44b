// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.official.check;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The official client's classes in this JVM, to look at and to try. They come through a class loader of their own, above
 * which there is nothing but the platform, so they never meet ours.
 */
final class OfficialClasses implements AutoCloseable {
    private final URLClassLoader loader;

    private OfficialClasses(URLClassLoader loader) {
        this.loader = loader;
    }

    /** From the class path that the module next door wrote down when it was built. */
    static OfficialClasses load() throws IOException {
        Path target = Path.of(System.getProperty("hotfire.official.client"));
        List<URL> urls = new ArrayList<>();
        for (String entry :
                Files.readString(target.resolve("class-path")).trim().split(File.pathSeparator, -1)) {
            urls.add(Path.of(entry).toUri().toURL());
        }
        return new OfficialClasses(new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader()));
    }

    /** The class of this name, or null if there is none. */
    Class<?> findOrNull(String name) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException e) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        loader.close();
    }
}
