// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import java.lang.reflect.Method;
import java.util.EnumSet;
import java.util.Set;

/** What watchers hear of, each by a method of {@link Watcher}. Few hear of everything, so nobody is told what it ignores. */
enum Event {
    SEND_STARTED("onSendStarted"),
    ATTEMPT_STARTED("onAttemptStarted"),
    ATTEMPT_ENDED("onAttemptEnded"),
    SEND_ENDED("onSendEnded"),
    TOLD("onTold"),
    RESULT("onResult"),
    ISOLATED("onIsolated"),
    RELEASED("onReleased"),
    SEND_READ("onSendRead"),
    MALFORMED("onMalformed"),
    REQUEST_READ("onRequestRead"),
    TURNED_AWAY("onTurnedAway"),
    STORED("onStored"),
    DECISION("onDecision"),
    HANDED("onHanded"),
    HANDED_BACK("onHandedBack"),
    CHOSEN("onChosen"),
    REPLY("onReply"),
    RECALLING("onRecalling"),
    RECALLED("onRecalled"),
    HOOKED("onHooked"),
    ENDING("onEnding"),
    USER_CODE("onUserCode"),
    AT_REST("onAtRest"),
    CLOSING("onClosing"),
    CLOSED("onClosed"),
    AT_END("atEnd");

    private static final ClassValue<Set<Event>> HEARD = new ClassValue<>() {
        @Override
        protected Set<Event> computeValue(Class<?> watcher) {
            Set<Event> heard = EnumSet.noneOf(Event.class);
            for (Method method : watcher.getDeclaredMethods()) {
                for (Event event : Event.values()) {
                    if (event.method.equals(method.getName())) {
                        heard.add(event);
                    }
                }
            }
            return heard;
        }
    };

    private final String method;

    Event(String method) {
        this.method = method;
    }

    /** Whether a watcher does anything about it. All of them are direct subclasses. */
    boolean isHeardBy(Watcher watcher) {
        return HEARD.get(watcher.getClass()).contains(this);
    }
}
