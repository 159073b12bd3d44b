// Copyright 2026 The Hotfire authors. Licensed under the Apache License, Version 2.0 (see LICENSE).
package dev.hotfire.scenarios.watch;

import java.util.ArrayList;
import java.util.List;

/** All watchers there are. */
final class Watchers {
    private Watchers() {}

    /**
     * New ones for a run.
     *
     * @param virtual whether its time is virtual; over TCP only those are there that no thread's delay can mislead
     */
    static List<Watcher> all(boolean virtual) {
        List<Watcher> all = new ArrayList<>(List.of(
                new BrokersAvoided(),
                new OtherBrokerNext(),
                new LegalQueues(),
                new OpaquesUnique(),
                new IdsUnique(),
                new FramesAsSaid(),
                new BodiesAsSent(),
                new FramesCounted(),
                new OnewayLeaves(),
                new TransactionsEnd(),
                new GroupsNamed(),
                new RoomRefused(),
                new RetriesAsSpecified(),
                new LeaveTaken(),
                new CloseInTime(),
                new GoodAgain(),
                new MessagesUntouched(),
                new RepliesMatch(),
                new EndsAsHappened(),
                new RecallsTold(),
                new DoorKept(),
                new ChoicesKept(),
                new GatheredAlike(),
                new SignaturesFollowed(),
                new OutcomesAsAnswered(),
                new CertaintyAsListed()));
        if (virtual) {
            all.add(new CausesOfIsolation());
            all.add(new CausesOfSuspicion());
            all.add(new OrderKept());
            all.add(new EvenTurns());
            all.add(new HooksAsked());
            all.add(new OneServerMadeGood());
            all.add(new RoutesReadAgain());
            all.add(new LeaversLetGo());
            all.add(new TracesTrue());
            all.add(new UserCodeApart());
            all.add(new NothingHeld());
            all.add(new LostCallsTold());
            all.add(new RequestsMarked());
            all.add(new CheckersAsked());
            all.add(new ClosedAreSilent());
            all.add(new ConnectionsKept());
            all.add(new CompanyNotAwaited());
            all.add(new RoutesReadInCompany());
            all.add(new NewestRoute());
            all.add(new ConnectionsInTime());
            all.add(new OwnRouteFollowed());
        }
        return all;
    }
}
