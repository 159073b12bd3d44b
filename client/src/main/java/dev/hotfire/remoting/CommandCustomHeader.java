// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.remoting;

import dev.hotfire.remoting.exception.RemotingCommandException;

/** The header of one kind of request, in classes of a user's own. */
public interface CommandCustomHeader {
    /**
     * Checks the values.
     *
     * @throws RemotingCommandException if one is not what the request needs
     */
    void checkFields() throws RemotingCommandException;
}
