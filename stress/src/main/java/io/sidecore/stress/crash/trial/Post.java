package io.sidecore.stress.crash.trial;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;

/**
 * What a slot is given for its lives.
 *
 * @param file   where the structure is
 * @param slot   its number among the senders, or among the receivers
 * @param ledger its own
 * @param sent   that of the first sender
 * @param random where everything it does comes from
 * @param salt   of the round's messages
 * @param quota  messages that a sender sends at least, unless the structure is closed
 * @param over   for a sender: nobody needs more than the quota; for a receiver: no sender is left
 */
public record Post(Path file, int slot, MemorySegment ledger, MemorySegment sent, SplittableRandom random, long salt,
        int quota, BooleanSupplier over) {}
