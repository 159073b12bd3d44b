// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.common.consistenthash;

/** One of a node's places on the ring: {@code <node>-<index>}. */
public class VirtualNode<T extends Node> implements Node {
    private final T physicalNode;
    private final int replicaIndex;

    public VirtualNode(T physicalNode, int replicaIndex) {
        this.physicalNode = physicalNode;
        this.replicaIndex = replicaIndex;
    }

    @Override
    public String getKey() {
        return physicalNode.getKey() + "-" + replicaIndex;
    }

    public boolean isVirtualNodeOf(T node) {
        return physicalNode.getKey().equals(node.getKey());
    }

    public T getPhysicalNode() {
        return physicalNode;
    }
}
